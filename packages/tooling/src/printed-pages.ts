import type { GeneratedFiles } from './generated-files.ts';
import { printProviders } from './printed-providers.ts';
import { renderProviderMatrix } from './provider-matrix.ts';
import { runModule } from './run-module.ts';

/** Pages that the built packages print about themselves: the rule table, and what providers can do. */
export function renderPrintedPages(): GeneratedFiles {
  return {
    'docs/generated/state-machine.md': runModule(`import { describeRules } from '@flagger/core'; process.stdout.write(describeRules());`),
    'docs/generated/provider-matrix.md': renderProviderMatrix(printProviders()),
  };
}

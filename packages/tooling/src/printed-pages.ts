import type { GeneratedFiles } from './generated-files.ts';
import { run } from './run.ts';
import { publicPackages } from './workspace.ts';

/** Pages that the built packages print about themselves: the rule table and the providers' capabilities. */
export function renderPrintedPages(): GeneratedFiles {
  const providers = publicPackages().filter(({ json }) => json.name.startsWith('@flagger/provider-')).map(({ json }) => json.name);
  return {
    'docs/generated/state-machine.md': print(`import { describeRules } from '@flagger/core'; process.stdout.write(describeRules());`),
    'docs/generated/providers.md': renderProviders(JSON.parse(print(readProviders(providers))) as readonly PrintedProvider[]),
  };
}

interface PrintedProvider {
  readonly package: string;
  readonly names: readonly string[];
  readonly capabilities: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** Runs a module outside of any test environment, on what the last build wrote. */
function print(program: string): string {
  return run('node', ['--input-type=module', '--eval', program]);
}

function readProviders(packages: readonly string[]): string {
  return `
    const rows = [];
    for (const name of ${JSON.stringify(packages)}) {
      const { default: plugin } = await import(name);
      for (const { names, capabilities } of plugin.providers) rows.push({ package: name, names, capabilities });
    }
    process.stdout.write(JSON.stringify(rows));`;
}

function renderProviders(providers: readonly PrintedProvider[]): string {
  const columns = [...new Set(providers.flatMap(({ capabilities }) => Object.keys(capabilities)))];
  const rows = providers.map(each => [code(each.names), `\`${each.package}\``, ...columns.map(column => cell(each.capabilities[column]))]);
  const table = [['provider', 'package', ...columns], ['', '', ...columns].map(() => '---'), ...rows];
  return [
    '# Providers',
    '',
    'Written by `npm run generate` from what each provider declares; core decides by these capabilities and by nothing else. They are explained in `packages/sdk/src/capabilities.ts`.',
    '',
    ...table.map(row => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');
}

function cell(value: string | boolean | readonly string[] | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : code(value ?? []);
}

function code(values: readonly string[]): string {
  return values.length === 0 ? '–' : values.map(value => `\`${value}\``).join(', ');
}

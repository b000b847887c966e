import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, renderRbac } from '@flagger/controller';
import { parseAllDocuments, stringify } from 'yaml';
import type { Plugin } from '@flagger/sdk';
import { renderShippedRbac } from './generate-rbac.ts';

const folder = import.meta.dirname;

/** The one source of the CRDs. */
const CRDS = join(folder, 'crds/flagger.yaml');

/** The rules of the role: those that every operator needs, and those of each provider by its name. */
async function renderChartRbac(): Promise<string> {
  const plugins = await loadPlugins([], { folder });
  const own = plugins.filter(({ providers }) => providers.length === 0);
  const bringing = plugins.filter(({ providers }) => providers.length > 0);
  const rules = {
    operator: rulesOf(own),
    providers: Object.fromEntries(bringing.map(({ name, providers }) => [name, providers.flatMap(({ rbac }) => rbac)])),
  };
  return `# Written by generate-charts.ts from what the operator and each bundled plug-in say they need.\n${stringify(rules, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

function rulesOf(plugins: readonly Plugin[]): unknown {
  const role = parseAllDocuments(renderRbac(plugins)).find(document => document.get('kind') === 'ClusterRole');
  return (role?.toJS() as { readonly rules: unknown } | undefined)?.rules;
}

/** Every file that is written from elsewhere, by its path, with what it must hold. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const crds = readFileSync(CRDS, 'utf8');
  return new Map([
    [join(folder, 'charts/flagger/files/rbac.yaml'), await renderChartRbac()],
    [join(folder, 'charts/flagger/crds/crd.yaml'), crds],
    [join(folder, 'kustomize/base/crd.yaml'), crds],
    [join(folder, 'kustomize/base/rbac.yaml'), await renderShippedRbac()],
  ]);
}

if (import.meta.main) for (const [file, text] of await generatedFiles()) writeFileSync(file, text);

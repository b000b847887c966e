import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, renderRbac } from '@flagger/controller';
import { parseAllDocuments, stringify } from 'yaml';
import type { Plugin, PolicyRule } from '@flagger/sdk';
import { renderShippedRbac } from './generate-rbac.ts';

const folder = import.meta.dirname;

/** The one source of the CRDs. */
const CRDS = join(folder, 'crds/flagger.yaml');

/** What the articles' calls of ghz name, at the path that they name. */
const HEALTH_PROTO = join(folder, '../loadtester/protos/health.proto');

/** What a Role can't hold. */
const isVersion = (rule: object): boolean => 'nonResourceURLs' in rule;

/** The rules of the role: those that every operator needs, those of each provider by its name, and apart from them those that take a ClusterRole. */
async function renderChartRbac(): Promise<string> {
  const plugins = await loadPlugins([], { folder });
  const own = rulesOf(plugins.filter(({ providers }) => providers.length === 0));
  const bringing = plugins.filter(({ providers }) => providers.length > 0);
  const ofScope = (scope: PolicyRule['scope']) => bringing.map(plugin => [plugin.name, broughtBy(plugin, scope)] as const);
  const rules = {
    version: own.filter(isVersion), operator: own.filter(rule => !isVersion(rule)),
    providers: Object.fromEntries(ofScope('Namespaced')), clusterScoped: Object.fromEntries(ofScope('Cluster').filter(([, brought]) => brought.length > 0)),
  };
  return `# Written by generate-charts.ts from what the operator and each bundled plug-in say they need.\n${stringify(rules, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

function rulesOf(plugins: readonly Plugin[]): readonly object[] {
  const role = parseAllDocuments(renderRbac(plugins)).find(document => document.get('kind') === 'ClusterRole');
  return (role?.toJS() as { readonly rules: readonly object[] } | undefined)?.rules ?? [];
}

/** A provider's rules of a scope, each once. */
function broughtBy({ providers }: Plugin, wanted: PolicyRule['scope']): readonly object[] {
  const brought = providers.flatMap(({ rbac }) => rbac).filter(({ scope = 'Namespaced' }) => scope === wanted);
  return [...new Map(brought.map(({ scope: _, ...rule }) => [JSON.stringify(rule), rule])).values()];
}

/** Every file that is written from elsewhere, by its path, with what it must hold. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const crds = readFileSync(CRDS, 'utf8');
  return new Map([
    [join(folder, 'charts/flagger/files/rbac.yaml'), await renderChartRbac()],
    [join(folder, 'charts/flagger/crds/crd.yaml'), crds],
    [join(folder, 'kustomize/base/crd.yaml'), crds],
    [join(folder, 'charts/loadtester/files/health.proto'), readFileSync(HEALTH_PROTO, 'utf8')],
    [join(folder, 'kustomize/base/rbac.yaml'), await renderShippedRbac()],
  ]);
}

if (import.meta.main) for (const [file, text] of await generatedFiles()) writeFileSync(file, text);

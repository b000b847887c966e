import type { Plugin, PolicyRule } from '@flagger/sdk';

const READ = ['get', 'list', 'watch'] as const;

/** What the operator itself asks of the API server, whatever the plug-ins are. */
const OWN_RULES: readonly PolicyRule[] = [
  { apiGroups: ['flagger.app'], resources: ['canaries'], verbs: [...READ, 'patch'] },
  { apiGroups: ['flagger.app'], resources: ['canaries/status'], verbs: ['patch'] },
  // Objects that a canary owns block its deletion; setting that takes this right where owner references are policed.
  { apiGroups: ['flagger.app'], resources: ['canaries/finalizers'], verbs: ['update'] },
  { apiGroups: ['flagger.app'], resources: ['metrictemplates', 'alertproviders'], verbs: READ },
  // Credentials of MetricTemplates and AlertProviders.
  { apiGroups: [''], resources: ['secrets'], verbs: READ },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  // Metric services behind the API server; a path of an external metric names a list.
  { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['list'] },
  { apiGroups: ['metrics.keptn.sh'], resources: ['keptnmetrics'], verbs: ['get'] },
  { apiGroups: ['metrics.keptn.sh'], resources: ['analyses'], verbs: ['get', 'create', 'delete'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
];

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/**
 * The least that an operator with these plug-ins needs: one rule for each API group and set of verbs, in a fixed order; with
 * `scope`, those for objects of that scope alone.
 */
export function operatorRules(plugins: readonly Plugin[], scope?: PolicyRule['scope']): readonly PolicyRule[] {
  const brought = plugins.flatMap(({ providers, targets, scalers, metrics }) => [...providers, ...targets, ...scalers, ...metrics].flatMap(({ rbac = [] }) => rbac));
  const wanted = [...OWN_RULES, ...brought].filter(rule => scope === undefined || scope === (rule.scope ?? 'Namespaced'));
  const verbsOf = new Map<string, Set<string>>();
  for (const { apiGroups, resources, verbs } of wanted) {
    for (const id of apiGroups.flatMap(group => resources.map(resource => `${group} ${resource}`))) {
      verbsOf.set(id, new Set([...(verbsOf.get(id) ?? []), ...verbs]));
    }
  }
  return groupByVerbs(verbsOf);
}

function groupByVerbs(verbsOf: ReadonlyMap<string, ReadonlySet<string>>): readonly PolicyRule[] {
  const rules = new Map<string, { apiGroups: string[]; resources: string[]; verbs: string[] }>();
  for (const [id, verbs] of [...verbsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', resource = ''] = id.split(' ');
    const sorted = [...verbs].sort((a, b) => VERBS.indexOf(a) - VERBS.indexOf(b));
    const key = `${group} ${sorted.join()}`;
    const rule = rules.get(key) ?? { apiGroups: [group], resources: [], verbs: sorted };
    rules.set(key, rule);
    rule.resources.push(resource);
  }
  return [...rules.values()];
}

import type { Plugin, PolicyRule } from '@flagger/sdk';
import { stringify } from 'yaml';
import { operatorRules } from './operator-rules.ts';

/** The service account that the operator runs as. */
export interface OperatorAccount {
  readonly namespace: string;
  readonly name: string;
}

/** What the shipped manifests call it. */
export const DEFAULT_ACCOUNT: OperatorAccount = { namespace: 'flagger-system', name: 'flagger' };

const GROUP = 'rbac.authorization.k8s.io';
const LABELS = { 'app.kubernetes.io/name': 'flagger' };
/** The version of the API server is no resource. */
const VERSION_RULE = { nonResourceURLs: ['/version'], verbs: ['get'] };

/** A rule of a role. */
type RoleRule = Omit<PolicyRule, 'scope'> | typeof VERSION_RULE;

/** A role and what is in it; one without a namespace is a ClusterRole. */
interface RoleFields {
  readonly name: string;
  readonly namespace?: string;
  readonly rules: readonly RoleRule[];
}

/**
 * The operator's account and rights, as YAML that `kubectl apply` takes. Where the operator watches one namespace, `watched`, its
 * rights are a Role there, and a ClusterRole for nothing but objects that are in no namespace.
 */
export function renderRbac(plugins: readonly Plugin[], account: OperatorAccount = DEFAULT_ACCOUNT, watched = ''): string {
  const { namespace, name } = account;
  const objects = [
    // A namespace that the operator watches is there, and isn't the operator's.
    ...(namespace === watched ? [] : [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: LABELS } }]),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, labels: LABELS } },
    ...rolesOf(plugins, name, watched).flatMap(role => renderRole(role, account)),
  ];
  return objects.map(object => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n');
}

function rolesOf(plugins: readonly Plugin[], name: string, watched: string): readonly RoleFields[] {
  if (watched === '') return [{ name, rules: [...operatorRules(plugins), VERSION_RULE] }];
  const clusterScoped = operatorRules(plugins, 'Cluster');
  return [
    { name, namespace: watched, rules: operatorRules(plugins, 'Namespaced') },
    ...(clusterScoped.length === 0 ? [] : [{ name: `${name}-${watched}`, rules: clusterScoped }]),
  ];
}

/** A role and its binding. */
function renderRole({ rules, ...place }: RoleFields, { namespace, name }: OperatorAccount): readonly object[] {
  const kind = place.namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { ...place, labels: LABELS };
  return [
    { apiVersion: `${GROUP}/v1`, kind, metadata, rules },
    {
      apiVersion: `${GROUP}/v1`, kind: `${kind}Binding`, metadata,
      roleRef: { apiGroup: GROUP, kind, name: place.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

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

/** A rule of a role; the version of the API server is no resource. */
type RoleRule = PolicyRule | { readonly nonResourceURLs: readonly string[]; readonly verbs: readonly string[] };

/** All that an operator with these plug-ins may do. */
function roleRules(plugins: readonly Plugin[]): readonly RoleRule[] {
  return [...operatorRules(plugins), { nonResourceURLs: ['/version'], verbs: ['get'] }];
}

/** The operator's namespace, account and rights, as YAML that `kubectl apply` takes. */
export function renderRbac(plugins: readonly Plugin[], { namespace, name }: OperatorAccount = DEFAULT_ACCOUNT): string {
  const labels = { 'app.kubernetes.io/name': 'flagger' };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, labels } },
    { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata: { name, labels }, rules: roleRules(plugins) },
    {
      apiVersion: `${GROUP}/v1`, kind: 'ClusterRoleBinding', metadata: { name, labels },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
  return objects.map(object => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n');
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPlugins, operatorRules } from '@flagger/controller';
import { stringify } from 'yaml';

/** Where the manifest is. */
export const RBAC_FILE = join(import.meta.dirname, 'rbac/flagger.yaml');

const NAMESPACE = 'flagger-system';
const HEADER = '# Written by generate-rbac.ts from what the operator and each bundled plug-in say they need.\n';
const labels = { 'app.kubernetes.io/name': 'flagger' };

/** The operator's account and its rights, as a manifest. */
export async function renderRbac(): Promise<string> {
  const rules = operatorRules(await loadPlugins([], { folder: import.meta.dirname }));
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'flagger', namespace: NAMESPACE, labels } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'flagger', labels },
      rules: [...rules, { nonResourceURLs: ['/version'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'flagger', labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'flagger' },
      subjects: [{ kind: 'ServiceAccount', name: 'flagger', namespace: NAMESPACE }],
    },
  ];
  return HEADER + objects.map(object => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })).join('---\n');
}

if (import.meta.main) writeFileSync(RBAC_FILE, await renderRbac());

import { stringify } from 'yaml';

/** A kubeconfig, as YAML, for a server without authentication. */
export function kubeconfigFor(url: string): string {
  return stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'testkit',
    clusters: [{ name: 'testkit', cluster: { server: url } }],
    users: [{ name: 'admin', user: { token: 'admin' } }],
    contexts: [{ name: 'testkit', context: { cluster: 'testkit', user: 'admin', namespace: 'default' } }],
  });
}

import { dump } from 'js-yaml';

/** A kubeconfig, as YAML, for a server without authentication. */
export function kubeconfigFor(url: string): string {
  return dump({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'testkit',
    clusters: [{ name: 'testkit', cluster: { server: url } }],
    users: [{ name: 'admin', user: { token: 'admin' } }],
    contexts: [{ name: 'testkit', context: { cluster: 'testkit', user: 'admin', namespace: 'default' } }],
  });
}

import type { Canary, RouteSubject } from '@flagger/sdk';

/** The canary `podinfo` in namespace `test` after some iterations. */
export function subject(iterations?: number): RouteSubject {
  const canary: Canary = {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', uid: 'uid-1' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, analysis: { iterations: 3 } },
    ...(iterations !== undefined && { status: { iterations } }),
  };
  return { canary, target: { labelKey: 'app', labelValue: 'podinfo', ports: [] } };
}

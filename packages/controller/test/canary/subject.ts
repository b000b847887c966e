import type { Canary, CanarySpec, CanaryStatus } from '@flagger/sdk';

/** A canary in the namespace `test`. */
export function canaryWith(spec: Partial<CanarySpec> = {}, status?: CanaryStatus): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary',
    metadata: { name: 'web', namespace: 'test', uid: 'uid-1', resourceVersion: '1' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, analysis: { interval: '10s', threshold: 1, stepWeight: 50 }, ...spec },
    ...(status && { status }),
  };
}

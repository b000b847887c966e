import type { Canary } from '@flagger/sdk';

/** A canary as the API server has it, as far as Events need it. */
export function canary(name: string): Canary {
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name, namespace: 'test', uid: `uid-${name}`, resourceVersion: '7' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, analysis: {} },
  };
}

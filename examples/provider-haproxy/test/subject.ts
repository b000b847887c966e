import type { Canary } from '@flagger/sdk';

/** A canary that HAProxy serves. */
export const canary: Canary = {
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', uid: '8f8d2c62-7f5b-4b0e-9d3c-1c1f3f1d2a11' },
  spec: { provider: 'haproxy', targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, analysis: { stepWeight: 10 } },
};

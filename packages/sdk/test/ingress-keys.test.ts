import { describe, expect, it } from '@jest/globals';
import { ingressKeys } from '@flagger/sdk';
import type { Canary, LocalRef } from '@flagger/sdk';

const canary = (ingressRef?: LocalRef): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'web', namespace: 'prod' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, analysis: {}, ...(ingressRef && { ingressRef }) },
});

describe('ingressKeys', () => {
  it("puts the generated Ingress beside the user's", () => {
    expect(ingressKeys(canary({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop' }))).toEqual({
      source: { namespace: 'prod', name: 'shop' }, generated: { namespace: 'prod', name: 'shop-canary' },
    });
  });

  it.each([undefined, { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: '' }])('tells that %j names no Ingress', ref => {
    expect(() => ingressKeys(canary(ref))).toThrow('ingress selector is empty: spec.ingressRef names no Ingress');
  });
});

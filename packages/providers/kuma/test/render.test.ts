import { describe, expect, it } from '@jest/globals';
import type { Canary } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import fc from 'fast-check';
import { renderTrafficRoute } from '../src/index.ts';
import { liveTraffic } from '../src/read-traffic.ts';

const annotated = (annotations: Readonly<Record<string, string>>): Canary => {
  const { canary } = sampleSubject();
  return { ...canary, metadata: { ...canary.metadata, annotations } };
};

describe('a TrafficRoute', () => {
  it.each([
    [{}, 'default'],
    [{ 'kuma.io/mesh': '' }, 'default'],
    [{ 'kuma.io/mesh': 'shop' }, 'shop'],
  ])('of a canary annotated with %j is of the mesh %s', (annotations, mesh) => {
    expect(renderTrafficRoute({ ...sampleSubject(), canary: annotated(annotations) }, splitAt(0)).mesh).toBe(mesh);
  });

  it('names Services with their port, also weights of nothing', () => {
    expect(renderTrafficRoute(sampleSubject({ service: { name: 'shop', port: 9898 } }), splitAt(0)).spec).toEqual({
      sources: [{ match: { 'kuma.io/service': '*' } }],
      destinations: [{ match: { 'kuma.io/service': 'shop_test_svc_9898' } }],
      conf: { split: [
        { weight: 100, destination: { 'kuma.io/service': 'shop-primary_test_svc_9898' } },
        { weight: 0, destination: { 'kuma.io/service': 'shop-canary_test_svc_9898' } },
      ] },
    });
  });

  it('is in no namespace, and nobody owns it', () => {
    const { metadata } = renderTrafficRoute(sampleSubject({ service: { apex: { labels: { tier: 'apex' } } } }), splitAt(0));
    expect(metadata).toEqual({
      name: 'podinfo', labels: { tier: 'apex', app: 'podinfo' },
      annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' },
    });
  });

  it('edited by hand gives the canary what the primary leaves of 100', () => {
    const route = renderTrafficRoute(sampleSubject(), { primary: 60, canary: 7, mirrored: false });
    expect(liveTraffic(route, sampleSubject().canary)).toEqual(splitAt(40));
  });

  it('is read as it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), canary => expect(liveTraffic(renderTrafficRoute(sampleSubject(), splitAt(canary)), sampleSubject().canary)).toEqual(splitAt(canary))));
  });
});

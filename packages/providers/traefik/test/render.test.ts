import { describe, expect, it } from '@jest/globals';
import { sampleSubject, splitAt } from '@flagger/testkit';
import fc from 'fast-check';
import { renderTraefikService } from '../src/index.ts';
import { liveTraffic } from '../src/read-traffic.ts';
import type { WeightedService } from '../src/traefik-types.ts';

const render = (canary: number, ownerReferences = true) => renderTraefikService(sampleSubject(), splitAt(canary), { ownerReferences });
const services = (canary: number) => render(canary).spec.weighted?.services;
const service = (name: string, weight: number): WeightedService => ({ name, namespace: 'test', port: 80, weight });

describe('a TraefikService', () => {
  it.each([
    [0, [service('podinfo-primary', 100)]],
    [1, [service('podinfo-primary', 99), service('podinfo-canary', 1)]],
  ])('at %d percent has %j', (canary, expected) => {
    expect(services(canary)).toEqual(expected);
  });

  it('says that the primary gets nothing', () => {
    expect(services(100)).toEqual([service('podinfo-primary', 0), service('podinfo-canary', 100)]);
  });

  it('is owned by the canary, unless it lives in another cluster', () => {
    expect(render(0).metadata.ownerReferences).toHaveLength(1);
    expect(render(0, false).metadata).not.toHaveProperty('ownerReferences');
  });

  it('carries the metadata of the apex Service', () => {
    const subject = sampleSubject({ service: { name: 'shop', apex: { labels: { tier: 'apex' }, annotations: { note: 'a' } } } });
    expect(renderTraefikService(subject, splitAt(0), { ownerReferences: false }).metadata).toEqual({
      name: 'shop', namespace: 'test', labels: { tier: 'apex', app: 'shop' },
      annotations: { note: 'a', 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' },
    });
  });

  it('edited by hand gives the canary what the primary leaves of 100', () => {
    const edited = renderTraefikService(sampleSubject(), { primary: 60, canary: 7, mirrored: false }, { ownerReferences: true });
    expect(liveTraffic(edited, sampleSubject().canary)).toEqual(splitAt(40));
  });

  it('is read as it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), canary => expect(liveTraffic(render(canary), sampleSubject().canary)).toEqual(splitAt(canary))));
  });
});

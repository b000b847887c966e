import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanaryService, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, sampleSubject, splitAt } from '@flagger/testkit';
import { renderTrafficSplit, SMI_VERSIONS, SmiRouter } from '../src/index.ts';
import { readTraffic } from '../src/read-traffic.ts';
import type { TrafficSplit } from '../src/smi-types.ts';
import type { SmiVersion } from '../src/smi-versions.ts';
import { routerSubject } from './subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };
const GATEWAYS = 'VirtualService.v1alpha3.networking.istio.io/spec.gateways';

function versionOf(name: string): SmiVersion {
  const found = SMI_VERSIONS.find(({ names }) => names.includes(name));
  if (found === undefined) throw new Error(`no version ${name}`);
  return found;
}

const LINKERD = versionOf('linkerd');
let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  lab = await RouterLab.start(routerSubject(LINKERD), { crds: true });
});

beforeEach(async () => {
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

const subject = (service: Partial<CanaryService> = {}): RouteSubject => sampleSubject({ service });
const routerOf = (name: string, version: SmiVersion): Router => new SmiRouter({ name, store: lab.cluster.store, ownerReferences: true }, version);
const live = (type = LINKERD.splits): TrafficSplit => {
  const found = lab.api.store.get<TrafficSplit>(type, key);
  if (found === undefined) throw new Error('no TrafficSplit');
  return found;
};

describe('reconcile', () => {
  it('creates a split that the canary owns, without metadata of the service', async () => {
    await router.reconcile(subject({ apex: { labels: { a: 'b' }, annotations: { c: 'd' } } }), signal);
    expect(live().metadata.ownerReferences).toMatchObject([{ kind: 'Canary', uid: 'uid-1' }]);
    expect([live().metadata.labels, live().metadata.annotations]).toEqual([undefined, undefined]);
  });

  it.each<[string, string, Partial<CanaryService>, object | undefined]>([
    ['smi:v1alpha1:istio', 'smi:v1alpha1*', { gateways: ['infra/public', 'mesh'] }, { [GATEWAYS]: '["infra/public","mesh"]' }],
    ['smi:v1alpha3:istio', 'smi:v1alpha3*', {}, undefined],
    ['smi:v1alpha1', 'smi:v1alpha1*', { gateways: ['infra/public'] }, undefined],
    ['smi:v1alpha2:other', 'smi:v1alpha2*', { gateways: ['infra/public'] }, undefined],
  ])('as %s it tells an adapter of Istio the gateways', async (name, pattern, service, annotations) => {
    const version = versionOf(pattern);
    await routerOf(name, version).reconcile(subject(service), signal);
    expect(live(version.splits).metadata.annotations).toEqual(annotations);
  });

  it('keeps live weights when the host changes', async () => {
    await router.reconcile(subject(), signal);
    await router.setTraffic(subject(), splitAt(30), signal);
    await router.reconcile(subject({ hosts: ['app.example.com', 'other.example.com'] }), signal);
    expect(live().spec).toEqual({ service: 'app.example.com', backends: [{ service: 'podinfo-canary', weight: '30' }, { service: 'podinfo-primary', weight: '70' }] });
  });

  it('leaves metadata of others alone', async () => {
    await router.reconcile(subject(), signal);
    await lab.cluster.store.patch(LINKERD.splits, key, { metadata: { labels: { foreign: 'x' } } }, signal);
    lab.api.requests.reset();
    await router.reconcile(subject(), signal);
    expect(lab.api.requests.total).toBe(0);
  });
});

describe('traffic', () => {
  it('is a number but in v1alpha1', async () => {
    const version = versionOf('osm');
    await routerOf('osm', version).reconcile(subject(), signal);
    expect(live(version.splits).spec?.backends).toEqual([{ service: 'podinfo-canary', weight: 0 }, { service: 'podinfo-primary', weight: 100 }]);
  });

  it('other fields of the split stay as they are', async () => {
    await router.reconcile(subject(), signal);
    await lab.cluster.store.patch(LINKERD.splits, key, { spec: { service: 'elsewhere' } }, signal);
    await router.setTraffic(subject(), splitAt(20), signal);
    expect(live().spec?.service).toBe('elsewhere');
  });

  it.each([
    ['no backends', []],
    ['zeros', [{ service: 'podinfo-canary', weight: '0' }, { service: 'podinfo-primary', weight: '0' }]],
    ['parts of a percent', [{ service: 'podinfo-canary', weight: '500m' }, { service: 'podinfo-primary', weight: '1' }]],
  ])('%s are told', async (_, backends) => {
    await router.reconcile(subject(), signal);
    await lab.cluster.store.patch(LINKERD.splits, key, { spec: { backends } }, signal);
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'TrafficSplit podinfo.test does not contain whole weights for podinfo-primary and podinfo-canary' });
  });

  it('zeros become all to the primary when the split is mended', async () => {
    await router.reconcile(subject(), signal);
    await lab.cluster.store.patch(LINKERD.splits, key, { spec: { backends: [{ service: 'podinfo-canary', weight: '0' }, { service: 'podinfo-primary', weight: '0' }] } }, signal);
    await router.reconcile(subject(), signal);
    expect(await router.getTraffic(subject(), signal)).toEqual(splitAt(0));
  });

  it('a missing split is told', async () => {
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'TrafficSplit podinfo.test get query error: trafficsplits.split.smi-spec.io "podinfo" not found' });
  });

  it('is read back as it was written, in each version', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.constantFrom(...SMI_VERSIONS), (canary, version) => {
      expect(readTraffic(renderTrafficSplit(subject().canary, splitAt(canary), { version, mesh: '', ownerReferences: true }), subject().canary)).toEqual(splitAt(canary));
    }));
  });
});

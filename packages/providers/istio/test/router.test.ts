import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Logger, ResourceType, RouteSubject, Router } from '@flagger/sdk';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { IstioRouter } from '../src/index.ts';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from '../src/istio-types.ts';
import type { VirtualService, VirtualServiceSpec } from '../src/istio-types.ts';
import { ORIGINAL_CONFIGURATION } from '../src/merge-live.ts';
import { split, subject } from './subject.ts';
import type { SubjectFields } from './subject.ts';

const CRDS = readFileSync(new URL('../../../deploy/crds/third-party/istio.yaml', import.meta.url), 'utf8');
const signal = new AbortController().signal;
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };
const key = { namespace: 'test', name: 'podinfo' };

let api: ApiServer;
let cluster: Cluster;
let router: Router;

beforeAll(async () => {
  const clock = createVirtualClock();
  api = await startApiServer({ clock });
  api.installCrds(CRDS);
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  cluster = await createCluster({ master: api.url, clock, logger: silent });
});

beforeEach(async () => {
  const types: readonly ResourceType[] = [VIRTUAL_SERVICES, DESTINATION_RULES];
  for (const type of types) for (const { metadata } of api.store.list(type)) api.store.remove(type, metadata);
  await cluster.settled(api.barrier(), signal);
  api.requests.reset();
  router = new IstioRouter({ store: cluster.store, logger: silent, ownerReferences: true });
});

afterAll(async () => {
  await cluster.close();
  await api.close();
});

const userService = (spec: VirtualServiceSpec): VirtualService => ({ apiVersion: VIRTUAL_SERVICES.apiVersion, kind: VIRTUAL_SERVICES.kind, metadata: key, spec });
const live = (): VirtualService => {
  const found = api.store.get(VIRTUAL_SERVICES, key);
  if (found === undefined) throw new Error('no VirtualService');
  return found;
};
const reconciled = async (fields: SubjectFields = {}): Promise<RouteSubject> => {
  await router.reconcile(subject(fields), signal);
  api.requests.reset();
  return subject(fields);
};

describe('reconcile', () => {
  it('creates both rules, then the VirtualService, owned by the canary', async () => {
    await router.reconcile(subject(), signal);
    expect(api.requests.writes.map(({ verb, resource, name, code }) => [verb, resource, name, code])).toEqual([
      ['create', 'destinationrules', '', 201], ['create', 'destinationrules', '', 201], ['create', 'virtualservices', '', 201],
    ]);
    expect(live().metadata.ownerReferences).toMatchObject([{ kind: 'Canary', name: 'podinfo', uid: 'uid-1', controller: true }]);
    expect(api.store.get(DESTINATION_RULES, { namespace: 'test', name: 'podinfo-primary' })).toBeDefined();
  });

  it('asks nothing and writes nothing when all is right', async () => {
    const input = await reconciled({ service: { match: [{ uri: { prefix: '/' }, ignoreUriCase: false }], corsPolicy: { allowCredentials: false, allowMethods: ['GET'] } } });
    await router.reconcile(input, signal);
    expect(api.requests.total).toBe(0);
  });

  it('tells what the API server refuses as Flagger does', async () => {
    const broken: SubjectFields = { service: { trafficPolicy: { outlierDetection: { interval: '0s' } } } };
    const words = (verb: string) => `reconcileDestinationRule failed: DestinationRule podinfo-canary.test ${verb} error: DestinationRule.networking.istio.io "podinfo-canary" is invalid`;
    await expect(router.reconcile(subject(broken), signal)).rejects.toThrow(words('create'));
    await reconciled();
    await expect(router.reconcile(subject(broken), signal)).rejects.toThrow(words('update'));
    await expect(router.reconcile(subject({ service: { rewrite: { uri: '/', authority: 'x' }, timeout: '1us' } }), signal)).rejects.toThrow(
      'reconcileVirtualService failed: VirtualService podinfo.test update error: VirtualService.networking.istio.io "podinfo" is invalid',
    );
  });

  it('keeps live weights when other fields change', async () => {
    await router.setTraffic(await reconciled(), split(30), signal);
    await router.reconcile(subject({ service: { timeout: '5s' } }), signal);
    expect(live().spec?.http).toMatchObject([{ timeout: '5s', route: [{ weight: 70 }, { weight: 30 }] }]);
  });

  it('keeps a mirror that is under way', async () => {
    const fields: SubjectFields = { analysis: { stepWeight: 10, mirror: true, mirrorWeight: 50 } };
    await router.setTraffic(await reconciled(fields), split(0, true), signal);
    api.requests.reset();
    await router.reconcile(subject(fields), signal);
    expect(api.requests.total).toBe(0);
    expect(await router.getTraffic(subject(fields), signal)).toEqual(split(0, true));
  });

  it('mends a foreign edit of hosts and removes foreign labels', async () => {
    const input = await reconciled();
    await cluster.store.patch(VIRTUAL_SERVICES, key, { metadata: { labels: { foreign: 'x' } }, spec: { hosts: ['elsewhere'] } }, signal);
    await router.reconcile(input, signal);
    expect(live().spec?.hosts).toEqual(['podinfo']);
    expect(live().metadata.labels ?? {}).toEqual({});
  });

  it("keeps the user's spec once, and gives it back", async () => {
    const original = { hosts: ['mine.example'], http: [{ route: [{ destination: { host: 'old' } }] }] };
    await cluster.store.create(VIRTUAL_SERVICES, userService(original), signal);
    await router.reconcile(subject(), signal);
    await router.reconcile(subject({ service: { timeout: '5s' } }), signal);
    expect(JSON.parse(live().metadata.annotations?.[ORIGINAL_CONFIGURATION] ?? '')).toEqual(original);
    await router.finalize(subject(), signal);
    expect(live().spec).toEqual(original);
  });

  it("keeps the user's spec with fields that canaries never write", async () => {
    const original = { hosts: ['mine.example'], exportTo: ['*'], http: [{ name: 'mine', route: [{ destination: { host: 'old' } }] }] };
    await cluster.store.create(VIRTUAL_SERVICES, userService(original), signal);
    await router.reconcile(subject(), signal);
    expect(live().spec).not.toHaveProperty('exportTo');
    await router.finalize(subject(), signal);
    expect(live().spec).toEqual(original);
  });

  it.each([true, false])('does not keep what it wrote itself as the original, owned by the canary %p', async ownerReferences => {
    router = new IstioRouter({ store: cluster.store, logger: silent, ownerReferences });
    await reconciled();
    await router.reconcile(subject({ service: { timeout: '5s' } }), signal);
    expect(live().metadata.annotations).not.toHaveProperty([ORIGINAL_CONFIGURATION]);
  });

  it("keeps the user's spec also where canaries own nothing", async () => {
    router = new IstioRouter({ store: cluster.store, logger: silent, ownerReferences: false });
    await cluster.store.create(VIRTUAL_SERVICES, userService({ hosts: ['mine.example'] }), signal);
    await router.reconcile(subject(), signal);
    expect(live().metadata.annotations?.[ORIGINAL_CONFIGURATION]).toBe('{"hosts":["mine.example"]}');
  });

  it('changes the layout when the canary turns to A/B testing, and keeps the split', async () => {
    await router.setTraffic(await reconciled(), split(30), signal);
    await router.reconcile(subject({ analysis: { iterations: 2, match: [{ headers: { a: { exact: 'b' } } }] } }), signal);
    expect(live().spec?.http).toHaveLength(2);
    expect(await router.getTraffic(subject(), signal)).toEqual(split(30));
  });

  it('keeps sticky sessions of the status without a write', async () => {
    const fields: SubjectFields = { analysis: { stepWeight: 10, sessionAffinity: { cookieName: 'sticky' } }, status: { sessionAffinityCookie: 'sticky=abc' } };
    await router.setTraffic(await reconciled(fields), split(30), signal);
    api.requests.reset();
    await router.reconcile(subject(fields), signal);
    expect(api.requests.total).toBe(0);
    expect(await router.getTraffic(subject(fields), signal)).toEqual(split(30));
  });

  it('mends routes of sticky sessions, and keeps their split', async () => {
    const fields: SubjectFields = {
      service: { match: [{ uri: { prefix: '/' } }] },
      analysis: { stepWeight: 10, sessionAffinity: { cookieName: 'sticky' } }, status: { sessionAffinityCookie: 'sticky=abc' },
    };
    await router.setTraffic(await reconciled(fields), split(30), signal);
    const right = live().spec;
    await cluster.store.patch(VIRTUAL_SERVICES, key, { spec: { http: right?.http?.map(route => ({ ...route, timeout: '1s' })) } }, signal);
    await router.reconcile(subject(fields), signal);
    expect(live().spec).toEqual(right);
  });

  it('mends a traffic policy', async () => {
    await reconciled({ service: { trafficPolicy: { tls: { mode: 'DISABLE' } } } });
    await router.reconcile(subject(), signal);
    expect(api.store.get(DESTINATION_RULES, { namespace: 'test', name: 'podinfo-canary' })?.spec).toEqual({ host: 'podinfo-canary' });
  });
});

describe('traffic', () => {
  it.each([0, 1, 50, 100])('%p percent are read back as written', async canary => {
    const input = await reconciled();
    await router.setTraffic(input, split(canary), signal);
    expect(await router.getTraffic(input, signal)).toEqual(split(canary));
  });

  it('the same split is not written twice', async () => {
    const input = await reconciled();
    await router.setTraffic(input, split(20), signal);
    await router.setTraffic(input, split(20), signal);
    expect(api.requests.writes).toHaveLength(1);
  });

  it('hosts, gateways and metadata stay as they are', async () => {
    const input = await reconciled();
    await cluster.store.patch(VIRTUAL_SERVICES, key, { metadata: { annotations: { foreign: 'x' } }, spec: { hosts: ['other', 'podinfo'] } }, signal);
    await router.setTraffic(input, split(20), signal);
    expect(live()).toMatchObject({ metadata: { annotations: { foreign: 'x' } }, spec: { hosts: ['other', 'podinfo'] } });
  });

  it('is read from the last route to the canary, also of TCP', async () => {
    const fields: SubjectFields = { service: { appProtocol: 'tcp' } };
    const input = await reconciled(fields);
    await router.setTraffic(input, split(35), signal);
    expect(await router.getTraffic(input, signal)).toEqual(split(35));
  });

  it('a missing VirtualService is told', async () => {
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({
      code: 'NotFound', message: 'VirtualService podinfo.test get query error virtualservices.networking.istio.io "podinfo" not found',
    });
  });

  it.each([
    ['no route to the canary', [{ route: [{ destination: { host: 'other' }, weight: 100 }] }]],
    ['no weights', [{ route: [{ destination: { host: 'podinfo-canary' } }] }]],
    ['no routes', [{ match: [{ uri: { prefix: '/' } }] }]],
    ['nothing', null],
  ])('%s is told', async (_, http) => {
    const input = await reconciled();
    await cluster.store.patch(VIRTUAL_SERVICES, key, { spec: { http } }, signal);
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({ code: 'Invalid', message: 'VirtualService podinfo.test does not contain routes for podinfo-primary and podinfo-canary' });
  });
});

describe('finalize', () => {
  it("prefers kubectl's memory of what the user applied", async () => {
    const input = await reconciled();
    const spec = { hosts: ['from-kubectl'] };
    await cluster.store.patch(VIRTUAL_SERVICES, key, { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec }) } } }, signal);
    await router.finalize(input, signal);
    expect(live().spec).toEqual(spec);
  });

  it('without an original there is nothing to give back', async () => {
    const input = await reconciled();
    await router.finalize(input, signal);
    expect(api.requests.writes).toEqual([]);
  });

  it('of a VirtualService that is gone has nothing to give back', async () => {
    await expect(router.finalize(subject(), signal)).resolves.toBeUndefined();
  });

  it.each(['{', 'null', '"text"'])('an annotation with %s is told', async text => {
    const input = await reconciled();
    await cluster.store.patch(VIRTUAL_SERVICES, key, { metadata: { annotations: { [ORIGINAL_CONFIGURATION]: text } } }, signal);
    await expect(router.finalize(input, signal)).rejects.toMatchObject({
      code: 'Invalid', message: 'VirtualService podinfo.test annotation flagger.kubernetes.io/original-configuration is no JSON object',
    });
  });
});

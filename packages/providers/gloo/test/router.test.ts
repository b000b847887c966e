import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CanarySpec, Logger, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, sampleSubject, splitAt } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import { superglooProvider } from '../src/index.ts';
import { ROUTE_TABLES, SERVICES, UPSTREAMS } from '../src/gloo-types.ts';
import type { RouteTable, Upstream } from '../src/gloo-types.ts';
import { glooSubject } from './subject.ts';

const { signal } = new AbortController();
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };
const key = { namespace: 'test', name: 'podinfo' };
const canaryKey = { namespace: 'test', name: 'test-podinfo-canaryupstream-80' };
const upstreamRef = { apiVersion: UPSTREAMS.apiVersion, kind: UPSTREAMS.kind, name: 'config' };

let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  lab = await RouterLab.start(glooSubject, { crds: true });
});

beforeEach(async () => {
  for (const namespace of ['test', 'infra']) lab.api.store.remove(UPSTREAMS, { namespace, name: 'config' });
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

const table = (): RouteTable => lab.api.store.get<RouteTable>(ROUTE_TABLES, key) ?? { apiVersion: '', kind: 'none', metadata: { name: '' } };
const canaryUpstream = (): Upstream['spec'] => lab.api.store.get<Upstream>(UPSTREAMS, canaryKey)?.spec;
const reconciled = async (fields: SampleFields = {}): Promise<RouteSubject> => {
  await router.reconcile(sampleSubject(fields), signal);
  lab.api.requests.reset();
  return sampleSubject(fields);
};
const referring = (ref: CanarySpec['upstreamRef'] & object = upstreamRef): RouteSubject => sampleSubject({ spec: { upstreamRef: ref } });
const configure = async (namespace: string, spec: Record<string, unknown>): Promise<void> => {
  lab.api.store.put({ apiVersion: UPSTREAMS.apiVersion, kind: UPSTREAMS.kind, metadata: { namespace, name: 'config' }, spec });
  await lab.settle(signal);
};

describe('reconcile', () => {
  it('creates both Upstreams, then the RouteTable', async () => {
    await router.reconcile(sampleSubject(), signal);
    expect(lab.api.requests.writes.map(({ verb, resource, code }) => [verb, resource, code])).toEqual([['create', 'upstreams', 201], ['create', 'upstreams', 201], ['create', 'routetables', 201]]);
  });

  it('keeps live weights when other fields change, and removes foreign metadata', async () => {
    await router.setTraffic(await reconciled(), splitAt(30), signal);
    await lab.cluster.store.patch(ROUTE_TABLES, key, { metadata: { labels: { foreign: 'x' } }, spec: { weight: 5 } }, signal);
    await router.reconcile(sampleSubject({ service: { apex: { labels: { team: 'a' } } } }), signal);
    expect(table()).toMatchObject({ metadata: { labels: { team: 'a', app: 'podinfo' } }, spec: { routes: [{ routeAction: { multi: { destinations: [{ weight: 70 }, { weight: 30 }] } } }] } });
    expect([table().metadata.labels, table().spec]).toEqual([expect.not.objectContaining({ foreign: 'x' }), expect.not.objectContaining({ weight: 5 })]);
  });

  it('needs the Services', async () => {
    lab.api.store.remove(SERVICES, { namespace: 'test', name: 'podinfo-canary' });
    await lab.settle(signal);
    await expect(router.reconcile(sampleSubject(), signal)).rejects.toMatchObject({ code: 'NotFound', message: expect.stringContaining('Service podinfo-canary.test get query error') });
  });

  it('mends the Service of an Upstream, and leaves what was tuned by hand', async () => {
    const input = await reconciled();
    await lab.cluster.store.patch(UPSTREAMS, canaryKey, { spec: { kube: { serviceName: 'other', selector: { app: 'other' } }, loadBalancerConfig: { random: {} }, useHttp2: true } }, signal);
    await router.reconcile(input, signal);
    expect(canaryUpstream()).toEqual({ kube: { serviceName: 'podinfo-canary', serviceNamespace: 'test', servicePort: 80, selector: { app: 'podinfo' } }, loadBalancerConfig: { random: {} }, useHttp2: true });
  });
});

describe('upstreamRef', () => {
  it.each([
    ['without a namespace is in that of the canary', 'test', upstreamRef],
    ['with an empty namespace too', 'test', { ...upstreamRef, namespace: '' }],
    ['with a namespace is there', 'infra', { ...upstreamRef, namespace: 'infra' }],
  ])('%s', async (_, namespace, ref) => {
    await configure(namespace, { connectionConfig: { connectTimeout: '5s' } });
    await router.reconcile(referring(ref), signal);
    expect(canaryUpstream()).toMatchObject({ connectionConfig: { connectTimeout: '5s' } });
    lab.api.store.remove(UPSTREAMS, { namespace, name: 'config' });
  });

  it('to nothing is told', async () => {
    await expect(router.reconcile(referring(), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'Upstream config.test get query error: upstreams.gloo.solo.io "config" not found' });
  });

  it('gives load balancing as it changes, and takes it back; all else is copied once', async () => {
    await configure('test', { loadBalancerConfig: { random: {} }, useHttp2: true });
    const input = await reconciled({ spec: { upstreamRef } });
    await configure('test', { loadBalancerConfig: { roundRobin: {} }, useHttp2: false });
    await router.reconcile(input, signal);
    expect(canaryUpstream()).toMatchObject({ loadBalancerConfig: { roundRobin: {} }, useHttp2: true });
    await configure('test', {});
    await router.reconcile(input, signal);
    expect(canaryUpstream()).toEqual({ kube: expect.anything(), useHttp2: true });
  });
});

describe('traffic', () => {
  it('that was set by hand is read as it is', async () => {
    const input = await reconciled();
    const [primary, canary] = table().spec?.routes?.[0]?.routeAction?.multi?.destinations ?? [];
    await lab.cluster.store.patch(ROUTE_TABLES, key, { spec: { routes: [{ routeAction: { multi: { destinations: [{ ...canary, weight: 3 }, { ...primary, weight: 5 }] } } }] } }, signal);
    expect(await router.getTraffic(input, signal)).toEqual({ primary: 5, canary: 3, mirrored: false });
  });

  it.each([
    ['no routes', []], ['another action', [{ directResponseAction: { status: 200 } }]],
    ['no weights', [{ routeAction: { multi: { destinations: ['primary', 'canary'].map(role => ({ destination: { upstream: { name: `test-podinfo-${role}upstream-80`, namespace: 'test' } } })) } } }]],
  ])('%s is told', async (_, routes) => {
    const input = await reconciled();
    await lab.cluster.store.patch(ROUTE_TABLES, key, { spec: { routes } }, signal);
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({
      code: 'Invalid', message: 'RouteTable podinfo.test does not contain a first route with weights for test-podinfo-primaryupstream-80 and test-podinfo-canaryupstream-80',
    });
  });

  it('to nobody is refused', async () => {
    await expect(router.setTraffic(await reconciled(), { primary: 0, canary: 0, mirrored: false }, signal)).rejects.toMatchObject({ code: 'Invalid', message: 'RouteTable podinfo.test update failed: no valid weights' });
  });

  it('of a missing RouteTable is told', async () => {
    await expect(router.getTraffic(sampleSubject(), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'RouteTable podinfo.test get query error: routetables.gateway.solo.io "podinfo" not found' });
  });
});

it('supergloo is refused, with what to use', () => {
  expect(() => superglooProvider.createRouter({ name: 'supergloo:istio', store: lab.cluster.store, clock: lab.clock, logger: silent, ownerReferences: true, ingressAnnotationsPrefix: '', ingressClass: '' }))
    .toThrow('provider "supergloo:istio" is no more: SuperGloo was given up; use gloo for Gloo Edge, or istio, appmesh:v1beta2 or linkerd for the mesh that it managed');
  expect(superglooProvider.rbac).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MergePatch, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import { GatewayApiRouter, V1, V1BETA1 } from '../src/index.ts';
import type { HttpRoute, RouteCondition } from '../src/gateway-api-types.ts';
import { routerSubject, split, subject } from './subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };

let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  lab = await RouterLab.start(routerSubject(V1), { crds: true });
});

beforeEach(async () => {
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

async function patch(change: MergePatch): Promise<void> {
  await lab.cluster.store.patch(V1.routes, key, change, signal);
}

const live = (): HttpRoute => {
  const found = lab.api.store.get<HttpRoute>(V1.routes, key);
  if (found === undefined) throw new Error('no HTTPRoute');
  return found;
};
const reconciled = async (fields: SampleFields = {}): Promise<RouteSubject> => {
  await router.reconcile(subject(fields), signal);
  lab.api.requests.reset();
  return subject(fields);
};

describe('reconcile', () => {
  it('creates a route that the canary owns', async () => {
    await router.reconcile(subject(), signal);
    expect(lab.api.requests.writes.map(({ verb, resource, code }) => [verb, resource, code])).toEqual([['create', 'httproutes', 201]]);
    expect(live().metadata.ownerReferences).toMatchObject([{ kind: 'Canary', name: 'podinfo', uid: 'uid-1', controller: true }]);
  });

  it.each<[string, SampleFields]>([
    ['nothing special', {}],
    ['a match without a path', { service: { match: [{ headers: { a: { exact: 'b' } } }, { method: { exact: 'GET' } }] } }],
    ['mirrors', { service: { mirror: [{ backendRef: { name: 'audit', port: 80 } }] } }],
    ['CORS', { service: { corsPolicy: { allowMethods: ['GET'], allowCredentials: false } } }],
    ['headers', { service: { headers: { request: { add: { a: 'b' } }, response: { remove: ['c'] } } } }],
    ['parents in other words', { service: { gatewayRefs: [{ name: 'podinfo', kind: 'Service', group: '', port: 80 }] } }],
  ])('asks nothing and writes nothing when all is right: %s', async (_, fields) => {
    const input = await reconciled(fields);
    await router.reconcile(input, signal);
    expect(lab.api.requests.total).toBe(0);
  });

  it('writes over a route of a user that has its name, and does not give that back', async () => {
    const mine: HttpRoute = { apiVersion: V1.routes.apiVersion, kind: 'HTTPRoute', metadata: key, spec: { hostnames: ['mine.example.com'], rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'mine', port: 80 }] }] } };
    lab.api.store.create(mine);
    await lab.settle(signal);
    await router.reconcile(subject(), signal);
    await router.finalize(subject(), signal);
    expect(live().spec?.hostnames).toEqual(['app.example.com']);
    expect(live().metadata.ownerReferences).toBeUndefined();
  });

  it('keeps live weights when other fields change', async () => {
    await router.setTraffic(await reconciled(), split(30), signal);
    await router.reconcile(subject({ service: { timeout: '5s' } }), signal);
    expect(live().spec?.rules).toMatchObject([{ timeouts: { request: '5s' }, backendRefs: [{ weight: 70 }, { weight: 30 }] }]);
  });

  it('keeps sticky sessions and a mirror without a write', async () => {
    const fields: SampleFields = { analysis: { stepWeight: 10, sessionAffinity: { cookieName: 'sticky' } }, status: { sessionAffinityCookie: 'sticky=abc' } };
    await router.setTraffic(await reconciled(fields), split(30, true), signal);
    lab.api.requests.reset();
    await router.reconcile(subject(fields), signal);
    expect(lab.api.requests.total).toBe(0);
    expect(await router.getTraffic(subject(fields), signal)).toEqual(split(30, true));
  });

  it("mends a foreign edit, removes foreign labels, and leaves others' annotations", async () => {
    const input = await reconciled();
    await patch({ metadata: { labels: { foreign: 'x' }, annotations: { foreign: 'x', 'helm.toolkit.fluxcd.io/driftDetection': 'enabled' } }, spec: { hostnames: ['elsewhere.example'] } });
    await router.reconcile(input, signal);
    expect(live().spec?.hostnames).toEqual(['app.example.com']);
    expect(live().metadata.labels ?? {}).toEqual({});
    expect(live().metadata.annotations).toEqual({ foreign: 'x', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled', 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' });
  });

  it('begins with all on the primary where a route says no split', async () => {
    await lab.cluster.store.create(V1.routes, { apiVersion: V1.routes.apiVersion, kind: 'HTTPRoute', metadata: key, spec: { rules: [{ backendRefs: [{ group: '', kind: 'Service', name: 'mine', port: 1 }] }] } }, signal);
    await router.reconcile(subject(), signal);
    expect(await router.getTraffic(subject(), signal)).toEqual(split(0));
  });
});

describe('traffic', () => {
  it('is written once', async () => {
    const input = await reconciled();
    await router.setTraffic(input, split(20), signal);
    await router.setTraffic(input, split(20), signal);
    expect(lab.api.requests.writes).toHaveLength(1);
    expect(await router.getTraffic(input, signal)).toEqual(split(20));
  });

  it('a mirror of the service to the canary is not one of the release', async () => {
    const fields: SampleFields = { service: { mirror: [{ backendRef: { name: 'podinfo-canary', port: 80 } }] } };
    const input = await reconciled(fields);
    expect(await router.getTraffic(input, signal)).toEqual(split(0));
    await router.setTraffic(input, split(0, true), signal);
    expect(await router.getTraffic(input, signal)).toEqual(split(0, true));
  });

  it('a backend without a weight has the one that the API gives it', async () => {
    const input = await reconciled();
    await patch({ spec: { rules: [{ backendRefs: [{ name: 'podinfo-primary', port: 80 }, { name: 'podinfo-canary', port: 80 }] }] } });
    expect(await router.getTraffic(input, signal)).toEqual({ primary: 1, canary: 1, mirrored: false });
  });

  it.each([
    ['only one Service', [{ backendRefs: [{ name: 'podinfo-canary', port: 80 }] }]],
    ['no weight at all', [{ backendRefs: [{ name: 'podinfo-primary', port: 80, weight: 0 }, { name: 'podinfo-canary', port: 80, weight: 0 }] }]],
    ['no Service', [{}]],
  ])('%s is told', async (_, rules) => {
    const input = await reconciled();
    await patch({ spec: { rules } });
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({ code: 'Invalid', message: 'HTTPRoute podinfo.test does not contain a rule with weights for podinfo-primary and podinfo-canary' });
  });

  it('no weight at all becomes all to the primary when the route is mended', async () => {
    const input = await reconciled();
    await patch({ spec: { rules: [{ backendRefs: [{ name: 'podinfo-primary', port: 80, weight: 0 }, { name: 'podinfo-canary', port: 80, weight: 0 }] }] } });
    await router.reconcile(input, signal);
    expect(await router.getTraffic(input, signal)).toEqual({ primary: 100, canary: 0, mirrored: false });
  });

  it('a missing route is told', async () => {
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({
      code: 'NotFound', message: 'HTTPRoute podinfo.test get query error: httproutes.gateway.networking.k8s.io "podinfo" not found',
    });
  });
});

describe('acceptance', () => {
  const parentRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'infra' };
  const say = async (condition: Partial<RouteCondition>, ref: object = parentRef): Promise<void> => {
    const conditions = [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime: '2026-05-01T10:00:00Z', observedGeneration: live().metadata.generation, ...condition }];
    lab.api.store.patchStatus(V1.routes, key, { status: { parents: [{ parentRef: ref, controllerName: 'example.com/gateway', conditions }] } });
    await lab.settle(signal);
  };

  it('by the gateway lets the split count', async () => {
    const input = await reconciled();
    await say({});
    expect(await router.getTraffic(input, signal)).toEqual(split(0));
  });

  it('a route that is refused waits, and says why', async () => {
    const input = await reconciled();
    await say({ status: 'False', reason: 'NotAllowedByListeners', message: 'no' });
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({
      code: 'Invalid', retry: 'later', message: 'HTTPRoute podinfo.test is not accepted by Gateway public.infra: condition Accepted is False NotAllowedByListeners: no',
    });
  });

  it('of an older split waits for the newer one', async () => {
    const input = await reconciled();
    await say({});
    await router.setTraffic(input, split(20), signal);
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({
      code: 'Pending', retry: 'later', message: 'HTTPRoute podinfo.test is not accepted by Gateway public.infra: it has seen generation 1 of 2',
    });
    await say({});
    expect(await router.getTraffic(input, signal)).toEqual(split(20));
  });

  it.each([
    ['another section', { status: 'False' }, { ...parentRef, sectionName: 'admin' }],
    ['another condition', { type: 'ResolvedRefs', status: 'False' }, parentRef],
  ])('%s says nothing about it', async (_, condition, ref) => {
    const input = await reconciled();
    await say(condition, ref);
    expect(await router.getTraffic(input, signal)).toEqual(split(0));
  });

  it('does not matter to v1beta1', async () => {
    router = new GatewayApiRouter({ store: lab.cluster.store, ownerReferences: true }, V1BETA1);
    const input = await reconciled();
    await say({ status: 'False' });
    expect(await router.getTraffic(input, signal)).toEqual(split(0));
  });
});

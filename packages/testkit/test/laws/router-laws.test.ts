import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { ObjectStore, Provider, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { routerLaws } from '@flagger/testkit';
import type { LawSuite } from '@flagger/testkit';
import { TOY_SERVICES } from './toy-routes.ts';
import { ToyRouter, toySubject } from './toy-router.ts';

const good = routerLaws(toySubject());
const { capabilities, rbac } = toySubject().provider;

afterAll(() => good.close());

describe('a router that keeps the laws', () => {
  it.each(good.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('is bound by all laws, but for those of providers that do less', () => {
    expect(good.leftOut).toEqual([
      { title: 'takes the split from the iterations, and leaves users on the primary', reason: 'it splits traffic by weights' },
      { title: 'asks the API server for nothing', reason: 'it makes objects' },
      { title: 'never says that it mirrors', reason: 'it mirrors requests' },
    ]);
  });
});

/** A toy router, part of which is done worse. */
type Spoil = (good: ToyRouter, env: ProviderEnv) => Partial<Router>;

const spoiled = (spoil: Spoil): Pick<Provider, 'createRouter'> => ({
  createRouter: env => {
    const router = new ToyRouter(env);
    const own: Router = {
      reconcile: (subject, signal) => router.reconcile(subject, signal),
      getTraffic: (subject, signal) => router.getTraffic(subject, signal),
      setTraffic: (subject, traffic, signal) => router.setTraffic(subject, traffic, signal),
      finalize: (subject, signal) => router.finalize(subject, signal),
    };
    return { ...own, ...spoil(router, env) };
  },
});
/** A toy router before a store, part of which is done worse. */
const before = (spoil: (store: ObjectStore) => Partial<ObjectStore>): Pick<Provider, 'createRouter'> => ({
  createRouter: env => {
    const { store } = env;
    const own: ObjectStore = {
      get: (type, key, signal) => store.get(type, key, signal),
      list: (type, namespace, signal) => store.list(type, namespace, signal),
      create: (type, object, signal) => store.create(type, object, signal),
      update: (type, object, signal) => store.update(type, object, signal),
      patch: (type, key, patch, signal) => store.patch(type, key, patch, signal),
      patchStatus: (type, key, patch, signal) => store.patchStatus(type, key, patch, signal),
      remove: (type, key, signal) => store.remove(type, key, signal),
    };
    return new ToyRouter({ ...env, store: { ...own, ...spoil(store) } });
  },
});
const all: Traffic = { primary: 100, canary: 0, mirrored: false };
const deaf = new AbortController().signal;
const withoutAnalysis = ({ canary, target }: RouteSubject): RouteSubject => ({ canary: { ...canary, spec: { ...canary.spec, analysis: {} } }, target });

describe('a router that breaks a law is found out', () => {
  let suite: LawSuite | undefined;
  afterEach(() => suite?.close());

  it.each<[string, Partial<Provider>, string, RegExp]>([
    ['falls back to the primary', spoiled(router => ({ reconcile: async (s, signal) => { await router.reconcile(s, signal); await router.setTraffic(s, all, signal); } })), 'keeps the live split while it writes a change of the service', /30/],
    ['writes without need', before(store => ({ get: async (type, key, signal) => { const live = await store.get(type, key, signal); return live && { ...live, spec: { old: true } }; } })), 'is idle when all is right: neither a write nor a read', /at 0 percent/],
    ['remembers instead of reading', spoiled(router => { let last = all; return { setTraffic: async (s, traffic, signal) => { last = traffic; await router.setTraffic(s, traffic, signal); }, getTraffic: () => Promise.resolve(last) }; }), 'notices a split that somebody else has set, and sets its own again', /the foreign edit/],
    ['says what it was told, and does nothing', spoiled(() => { let last = all; return { setTraffic: (_, traffic) => { last = traffic; return Promise.resolve(); }, getTraffic: () => Promise.resolve(last) }; }), 'reads back the split that was set, and requests really go there', /the data plane/],
    ['takes silence for consent', spoiled(router => ({ getTraffic: (s, signal) => router.getTraffic(s, signal).catch(() => all) })), 'tells that its objects are gone, and makes them again', /it went well/],
    ['mirrors nothing', spoiled(router => ({ setTraffic: (s, traffic, signal) => router.setTraffic(s, { ...traffic, mirrored: false }, signal) })), 'mirrors before a weighted shift, and ends that', /getTraffic/],
    ['lets everybody in', spoiled(router => ({ setTraffic: (s, traffic, signal) => router.setTraffic(withoutAnalysis(s), traffic, signal) })), 'lets in by a header who is to test the canary, and nobody else', /deep-equal|equal/],
    ['forgets its users', spoiled(router => ({ setTraffic: (s, traffic, signal) => router.setTraffic(withoutAnalysis(s), traffic, signal) })), 'gives users of the canary a cookie, and keeps them there', /a user of the canary/],
    ['owns nothing', { createRouter: env => new ToyRouter({ ...env, ownerReferences: false }) }, 'makes objects that go with their canary', /VirtualService/],
    ['owns what it cannot', { createRouter: env => new ToyRouter({ ...env, ownerReferences: true }) }, 'makes objects without an owner where the canary lives in another cluster', /Canary/],
    ['marks nothing', before(store => ({ create: (type, object, signal) => store.create(type, { ...object, metadata: { ...object.metadata, annotations: {} } }, signal) })), 'marks its routes for GitOps agents, and gives them no label of its own', /toolkit/],
    ['keeps what it took', spoiled(() => ({ finalize: () => Promise.resolve() })), "gives the user's object back as it was, after any number of changes", /mine/],
    ['holds a canary', spoiled(router => ({ finalize: async (s, signal) => void await router.getTraffic(s, signal) })), 'lets a canary go that has no routing objects, or no longer', /no split/],
    ['stumbles', spoiled(router => ({ getTraffic: async (s, signal) => { const live = await router.live(s, signal); void live!.spec!.http![0]!.route![0]!.weight; return router.getTraffic(s, signal); } })), 'survives objects from which any one field is missing, and mends them', /getTraffic of a VirtualService without spec: expected a CanaryError/],
    ['swallows refusals', spoiled(router => ({ setTraffic: (s, traffic, signal) => router.setTraffic(s, traffic, signal).catch(() => undefined) })), 'tells that it may not write, and says what stands', /ApiForbidden, and it went well/],
    ['writes blindly', before(store => ({ update: (type, object, signal) => { const { resourceVersion: _, ...metadata } = object.metadata; return store.update(type, { ...object, metadata }, signal); } })), 'writes over no change that it has not seen', /./],
    ['is deaf', spoiled(router => ({ reconcile: s => router.reconcile(s, deaf) })), 'is ended by its signal, also while the API server hangs', /goes on after its signal/],
    ['begins too late', spoiled(router => ({ reconcile: s => router.reconcile(s, deaf) })), 'writes nothing for a signal that has ended already', /./],
    ['half a write is none', spoiled(router => { let begun = false; return { reconcile: async (s, signal) => { if (begun) return; begun = true; await router.reconcile(s, signal); } }; }), 'may be cut off before or after any write, and ends the same when it is called again', /./],
    ['does more than it says', { rbac: rbac.map(rule => ({ ...rule, verbs: rule.verbs.filter(verb => verb !== 'update') })) }, 'does nothing that its rules do not allow', /update networking.istio.io\/virtualservices/],
    ['asks for what nobody knows', { observer: { successRate: { query: '{{ pod }}' }, duration: { query: '{{ name }}', unit: 'seconds' } } }, 'asks in its queries for nothing that a template does not know', /pod/],
    ['leaves a second object behind', spoiled((router, env) => ({ reconcile: async (s, signal) => { await router.reconcile(s, signal); const key = { namespace: 'prod', name: 'extra' }; if (!await env.store.get(TOY_SERVICES, key, signal)) await env.store.create(TOY_SERVICES, { apiVersion: TOY_SERVICES.apiVersion, kind: TOY_SERVICES.kind, metadata: key }, signal); } })), 'makes the objects that the subject names, and no others', /virtualservices/],
    ['mirrors without saying so', { capabilities: { ...capabilities, mirroring: 'none' } }, 'never says that it mirrors', /true/],
  ])('%s', async (_, changes, title, message) => {
    suite = routerLaws(toySubject(changes));
    const law = suite.laws.find(each => each.title === title);
    await expect(law?.check()).rejects.toThrow(message);
  });

  it('whatever changes its input', async () => {
    suite = routerLaws(toySubject(spoiled(router => ({ reconcile: (s, signal) => { Object.assign(s.canary.spec, { touched: true }); return router.reconcile(s, signal); } }))));
    await expect(suite.laws.find(({ title }) => title === 'sends all requests to the primary at first')?.check()).rejects.toThrow(/not extensible|read only/);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CanaryAnalysis, RouteRef, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, sampleSubject } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import { V1 } from '../src/index.ts';
import type { BackendRef, HttpRoute, RouteRule } from '../src/gateway-api-types.ts';
import { adoptingSubject, routeRefTo, split, usersRoute } from './subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'shop' };
const original = usersRoute(V1);
const weighted: CanaryAnalysis = { stepWeight: 10 };

let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  lab = await RouterLab.start({ ...adoptingSubject(V1), simulate: () => () => undefined }, { crds: true });
});

beforeEach(async () => {
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

const live = (): HttpRoute => {
  const found = lab.api.store.get<HttpRoute>(V1.routes, key);
  if (found === undefined) throw new Error('no HTTPRoute');
  return found;
};
const shares = (): readonly string[] => (live().spec?.rules ?? []).map(({ backendRefs = [] }) => backendRefs.map(({ name, weight }) => `${name}=${weight}`).join(' '));
const release = (fields: SampleFields = {}, ref: Partial<RouteRef> = {}): RouteSubject => sampleSubject({ ...fields, spec: { routeRef: { ...routeRefTo(V1), ...ref }, ...fields.spec } });
const backend = (name: string, weight = 1): BackendRef => ({ group: '', kind: 'Service', name, port: 80, weight });
const leading = (name: string, ...backendRefs: readonly BackendRef[]): RouteRule => ({ name, matches: [{ path: { type: 'PathPrefix', value: `/${name}` } }], backendRefs });

async function apply(rules: readonly RouteRule[]): Promise<void> {
  await lab.cluster.store.patch(V1.routes, key, { spec: { rules } }, signal);
}

describe('a route of the user', () => {
  it('is split where it leads to the apex Service, and keeps all else', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    expect(shares()).toEqual(['other=1', 'podinfo-primary=70 podinfo-canary=30', 'old=1']);
    const { metadata: { labels, annotations, ownerReferences }, spec } = live();
    expect({ labels, annotations, ownerReferences }).toEqual({ ...original.metadata, namespace: undefined, name: undefined });
    expect(spec).toMatchObject({ parentRefs: original.spec.parentRefs, hostnames: original.spec.hostnames });
    const [, { backendRefs: was = [], ...rule } = {}] = original.spec.rules ?? [];
    expect(spec?.rules?.[1]).toMatchObject(rule);
    for (const { filters } of spec?.rules?.[1]?.backendRefs ?? []) expect(filters).toEqual(was[0]?.filters);
  });

  it('is told where it is missing, or has no rule for the application', async () => {
    await expect(router.reconcile(release({}, { name: 'nowhere' }), signal)).rejects.toMatchObject({ code: 'NotFound' });
    await apply([leading('other', backend('other'))]);
    await expect(router.reconcile(release(), signal)).rejects.toMatchObject({ code: 'Invalid', retry: 'later', message: 'HTTPRoute shop.test has no rule that leads to Service podinfo' });
    await expect(router.getTraffic(release(), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'HTTPRoute shop.test has no rule with a weight for a Service of the canary' });
  });

  it('of another kind is refused, and blocks no deletion', async () => {
    const other = release({}, { kind: 'GRPCRoute' });
    await expect(router.reconcile(other, signal)).rejects.toThrow('spec.routeRef.kind is GRPCRoute; allowed with provider gatewayapi:v1* is HTTPRoute');
    await router.finalize(other, signal);
  });

  it.each([
    ['in another namespace', { ...backend('podinfo'), namespace: 'elsewhere' }],
    ['of another kind', { ...backend('podinfo'), group: 'multicluster.x-k8s.io', kind: 'ServiceImport' }],
  ])('with a backend of the same name %s leads somewhere else', async (_, ref) => {
    await apply([leading('foreign', ref), leading('mine', backend('podinfo'))]);
    await router.reconcile(release(), signal);
    expect(shares()).toEqual(['podinfo=1', 'podinfo-primary=100 podinfo-canary=0']);
  });

  it('says that all goes to the primary when it was applied anew, and is split again', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    await apply(original.spec.rules ?? []);
    expect(await router.getTraffic(release(), signal)).toEqual(split(0));
    await router.setTraffic(release(), split(30), signal);
    expect(shares()[1]).toBe('podinfo-primary=70 podinfo-canary=30');
  });

  it('takes the smallest share where its rules disagree', async () => {
    await apply([leading('a', backend('podinfo-primary', 40), backend('podinfo-canary', 60)), leading('b', backend('podinfo-primary', 90), backend('podinfo-canary', 10))]);
    expect(await router.getTraffic(release(), signal)).toEqual(split(10));
    await router.reconcile(release(), signal);
    expect(shares()).toEqual(['podinfo-primary=90 podinfo-canary=10', 'podinfo-primary=90 podinfo-canary=10']);
  });
});

describe('rules', () => {
  it('are all split, or the one that is named', async () => {
    await apply([leading('api', backend('podinfo')), leading('web', backend('podinfo'))]);
    await router.reconcile(release(), signal);
    expect(shares()).toEqual(['podinfo-primary=100 podinfo-canary=0', 'podinfo-primary=100 podinfo-canary=0']);
    await router.reconcile(release({}, { ruleName: 'web' }), signal);
    expect(shares()).toEqual(['podinfo=1', 'podinfo-primary=100 podinfo-canary=0']);
  });

  it('that are named and not there are told', async () => {
    await expect(router.reconcile(release({}, { ruleName: 'web' }), signal)).rejects.toThrow('HTTPRoute shop.test has no rule web that leads to Service podinfo');
  });

  it('keep the share of another backend', async () => {
    await apply([leading('both', backend('other', 100), backend('podinfo', 300))]);
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(10), signal);
    expect(shares()).toEqual(['other=100 podinfo-primary=270 podinfo-canary=30']);
    expect(await router.getTraffic(release(), signal)).toEqual(split(10));
    await router.finalize(release(), signal);
    expect(shares()).toEqual(['other=100 podinfo=300']);
  });

  it.each([
    ['too coarse beside others', [backend('other'), backend('podinfo', 3)], 'backend podinfo has weight 3; beside other backends it has to be a multiple of 100'],
    ['too heavy', [backend('podinfo', 20_000)], 'backend podinfo has weight 20000; at most 10000 can be split'],
  ])('with weights that are %s are refused', async (_, refs, message) => {
    await apply([leading('rule', ...refs)]);
    await expect(router.reconcile(release(), signal)).rejects.toThrow(message);
  });

  it.each([0, 1, 7, 10_000])('get weight %d back', async weight => {
    const mine = leading('mine', backend('other', 0), backend('podinfo', weight));
    await apply([mine]);
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    await router.finalize(release(), signal);
    expect(live().spec?.rules).toMatchObject([mine]);
  });
});

describe('a release beside the rules of the user', () => {
  const insider: CanaryAnalysis = { iterations: 2, match: [{ headers: { 'x-insider': { exact: 'yes' } } }] };
  const sticky: SampleFields = { analysis: { ...weighted, sessionAffinity: { cookieName: 'sticky' } }, status: { sessionAffinityCookie: 'sticky=abc' } };

  it('adds a rule for testers, who still have to meet what the rule asks for', async () => {
    const header = { type: 'Exact', name: 'x-shop', value: 'b' } as const;
    await apply([{ ...leading('mine', backend('podinfo')), matches: [{ headers: [header] }] }]);
    await router.reconcile(release({ analysis: insider }), signal);
    await router.setTraffic(release({ analysis: insider }), split(100), signal);
    expect(shares()).toEqual(['podinfo-canary=100 podinfo-primary=0', 'podinfo-primary=100 podinfo-canary=0']);
    expect(live().spec?.rules?.map(({ name, matches }) => [name, matches?.[0]?.headers])).toEqual([[undefined, [header, { type: 'Exact', name: 'x-insider', value: 'yes' }]], ['mine', [header]]]);
  });

  it('refuses to match twice by the same header', async () => {
    await apply([{ ...leading('mine', backend('podinfo')), matches: [{ headers: [{ type: 'Exact', name: 'X-Insider', value: 'no' }] }] }]);
    await expect(router.reconcile(release({ analysis: insider }), signal)).rejects.toThrow('a rule of the route matches by headers x-insider already');
  });

  it.each<[string, SampleFields]>([
    ['testers', { analysis: insider }],
    ['sticky sessions', sticky],
    ['no session any more', { ...sticky, analysis: weighted }],
  ])('leaves nothing of itself: %s', async (_, fields) => {
    const mine: RouteRule = { ...leading('mine', backend('podinfo')), filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'x-mine', value: '1' }] } }] };
    const refs = [{ ...backend('podinfo'), filters: mine.filters ?? [] }];
    await apply([{ ...mine, backendRefs: refs }]);
    const begun = release(fields.analysis === weighted ? sticky : fields);
    await router.reconcile(begun, signal);
    await router.setTraffic(begun, split(30, true), signal);
    await router.finalize(release(fields), signal);
    expect(live().spec?.rules).toEqual([{ ...mine, backendRefs: refs }]);
  });
});

describe('several canaries behind one route', () => {
  const { canary, target } = sampleSubject({ spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' }, routeRef: routeRefTo(V1) } });
  const other: RouteSubject = { canary: { ...canary, metadata: { ...canary.metadata, name: 'other', uid: 'uid-2' } }, target };

  it('each split their own rules, in any order, and go one by one', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    await router.reconcile(other, signal);
    await router.setTraffic(other, split(60), signal);
    expect(shares()).toEqual(['other-primary=40 other-canary=60', 'podinfo-primary=70 podinfo-canary=30', 'old=1']);
    expect([await router.getTraffic(release(), signal), await router.getTraffic(other, signal)]).toEqual([split(30), split(60)]);
    await router.finalize(release(), signal);
    expect(shares()).toEqual(['other-primary=40 other-canary=60', 'podinfo=1', 'old=1']);
    await router.finalize(other, signal);
    expect(live().spec).toEqual(original.spec);
  });

  it('never write over what they have not seen', async () => {
    await router.reconcile(release(), signal);
    const stale = live();
    await router.reconcile(other, signal);
    await expect(lab.cluster.store.update(V1.routes, stale, signal)).rejects.toMatchObject({ code: 'Conflict' });
    expect(shares()[0]).toBe('other-primary=100 other-canary=0');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouteRef, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, sampleSubject } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import type { HttpRoute, RouteRule } from '../src/gateway-api-types.ts';
import { V1 } from '../src/index.ts';
import { adoptingSubject, split, usersRoute } from './subject.ts';

const { signal } = new AbortController();
const { spec: original } = usersRoute(V1);

/** An application with a port for users and one for operators, each behind a route of its own. */
const ROUTES = { shop: 80, admin: 9090 } as const;
type Name = keyof typeof ROUTES;
const NAMES: readonly Name[] = ['shop', 'admin'];

const ruleTo = (name: string, port: number): RouteRule => ({ name, matches: [{ path: { type: 'PathPrefix', value: `/${name}` } }], backendRefs: [{ group: '', kind: 'Service', name: 'podinfo', port, weight: 1 }] });
const routeNamed = (name: Name, rules: readonly RouteRule[] = [ruleTo('all', ROUTES[name])]): HttpRoute & { readonly spec: object } => ({
  apiVersion: V1.routes.apiVersion, kind: 'HTTPRoute', metadata: { namespace: 'test', name }, spec: { ...original, hostnames: [`${name}.example.com`], rules },
});
const refTo = (name: Name, fields: Partial<RouteRef> = {}): RouteRef => ({ apiVersion: V1.routes.apiVersion, kind: 'HTTPRoute', name, ...fields });
const release = ({ spec, ...fields }: SampleFields = {}): RouteSubject => sampleSubject({ ...fields, spec: { routeRefs: NAMES.map(name => refTo(name)), ...spec } });

let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  const given = NAMES.map(name => routeNamed(name));
  lab = await RouterLab.start({ ...adoptingSubject(V1), given, simulate: () => () => undefined }, { crds: true });
});

beforeEach(async () => {
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

function live(name: Name): HttpRoute {
  const found = lab.api.store.get<HttpRoute>(V1.routes, { namespace: 'test', name });
  if (found === undefined) throw new Error(`no HTTPRoute ${name}`);
  return found;
}

/** What each rule of a route leads to. */
function shares(name: Name): readonly string[] {
  return (live(name).spec?.rules ?? []).map(({ backendRefs = [] }) => backendRefs.map(ref => `${ref.name}:${ref.port} ${ref.weight}`).join(', '));
}

async function apply(name: Name, rules: readonly RouteRule[]): Promise<void> {
  await lab.cluster.store.patch(V1.routes, { namespace: 'test', name }, { spec: { rules } }, signal);
}

describe('several routes of one canary', () => {
  it('are split alike, each at its own port', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    expect(NAMES.map(shares)).toEqual([['podinfo-primary:80 70, podinfo-canary:80 30'], ['podinfo-primary:9090 70, podinfo-canary:9090 30']]);
    expect(await router.getTraffic(release(), signal)).toEqual(split(30));
    lab.api.requests.reset();
    await router.reconcile(release(), signal);
    expect(lab.writes).toBe(0);
  });

  it('can be named by both fields, and are each meant once', async () => {
    const named = release({ spec: { routeRef: refTo('shop', { ruleName: 'all' }), routeRefs: [refTo('admin'), refTo('shop', { ruleName: 'more' })] } });
    await apply('shop', [ruleTo('all', 80), ruleTo('more', 81), ruleTo('rest', 82)]);
    await router.reconcile(named, signal);
    expect(shares('shop')).toEqual(['podinfo-primary:80 100, podinfo-canary:80 0', 'podinfo-primary:81 100, podinfo-canary:81 0', 'podinfo:82 1']);
    expect(shares('admin')).toEqual(['podinfo-primary:9090 100, podinfo-canary:9090 0']);
  });

  it('mean each rule of a route that is named as a whole, too', async () => {
    await apply('shop', [ruleTo('all', 80), ruleTo('more', 81)]);
    await router.reconcile(release({ spec: { routeRefs: [refTo('shop', { ruleName: 'all' }), refTo('shop')] } }), signal);
    expect(shares('shop')).toEqual([80, 81].map(port => `podinfo-primary:${port} 100, podinfo-canary:${port} 0`));
  });

  it('say the smallest share of the canary where they disagree, and agree again', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    await apply('admin', [ruleTo('all', 9090)]);
    expect(await router.getTraffic(release(), signal)).toEqual(split(0));
    await router.setTraffic(release(), split(40), signal);
    expect(NAMES.map(name => shares(name)[0])).toEqual(['podinfo-primary:80 60, podinfo-canary:80 40', 'podinfo-primary:9090 60, podinfo-canary:9090 40']);
  });

  it('are mirrored at their own ports, and mirror when all do', async () => {
    const mirroring = release({ analysis: { iterations: 2, mirror: true } });
    await router.reconcile(mirroring, signal);
    await router.setTraffic(mirroring, split(0, true), signal);
    const ports = NAMES.map(name => live(name).spec?.rules?.[0]?.filters?.map(filter => (filter.type === 'RequestMirror' ? filter.requestMirror.backendRef.port : undefined)));
    expect(ports).toEqual([[80], [9090]]);
    expect(await router.getTraffic(mirroring, signal)).toEqual(split(0, true));
    await apply('admin', [ruleTo('all', 9090)]);
    expect(await router.getTraffic(mirroring, signal)).toEqual(split(0));
  });

  it('are not touched before each is there and can take the split', async () => {
    await apply('admin', [ruleTo('all', 9090), { ...ruleTo('two', 80), backendRefs: [80, 9090].flatMap(port => ruleTo('two', port).backendRefs ?? []) }]);
    await expect(router.reconcile(release(), signal)).rejects.toThrow("the route's rule two leads to Service podinfo by more than one backend; allowed is one in each rule: write a rule for each port");
    expect(shares('shop')).toEqual(['podinfo:80 1']);
    lab.api.store.remove(V1.routes, { namespace: 'test', name: 'admin' });
    await lab.settle(signal);
    await expect(router.reconcile(release(), signal)).rejects.toMatchObject({ code: 'NotFound' });
    expect(shares('shop')).toEqual(['podinfo:80 1']);
  });

  it('of another kind are told by their place', async () => {
    const wrong = release({ spec: { routeRefs: [refTo('shop'), refTo('admin', { kind: 'GRPCRoute' })] } });
    await expect(router.reconcile(wrong, signal)).rejects.toThrow('spec.routeRefs[1].kind is GRPCRoute');
  });

  it('count once the gateways have accepted every one', async () => {
    await router.reconcile(release(), signal);
    const conditions = [{ type: 'Accepted', status: 'False', reason: 'NoMatch', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }];
    const parents = [{ parentRef: original.parentRefs?.[0] ?? {}, controllerName: 'example.com/gateway', conditions }];
    lab.api.store.patchStatus(V1.routes, { namespace: 'test', name: 'admin' }, { status: { parents } });
    await lab.settle(signal);
    await expect(router.getTraffic(release(), signal)).rejects.toThrow('HTTPRoute admin.test is not accepted');
  });

  it('are all given back, also when one is gone', async () => {
    await router.reconcile(release(), signal);
    await router.setTraffic(release(), split(30), signal);
    lab.api.store.remove(V1.routes, { namespace: 'test', name: 'shop' });
    await lab.settle(signal);
    await router.finalize(release(), signal);
    expect(live('admin').spec).toEqual(routeNamed('admin').spec);
  });
});

describe('a user who leads to a Service twice by one rule', () => {
  it('keeps that rule when the canary goes', async () => {
    const twice = [{ ...ruleTo('two', 80), backendRefs: [80, 9090].flatMap(port => ruleTo('two', port).backendRefs ?? []) }];
    await apply('shop', twice);
    await router.finalize(release(), signal);
    expect(live('shop').spec?.rules).toEqual(twice);
  });
});

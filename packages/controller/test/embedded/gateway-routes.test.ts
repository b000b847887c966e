import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Canary, Manifest, ResourceType } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

interface Route extends Manifest {
  readonly spec: { readonly rules: readonly { readonly name?: string; readonly backendRefs?: readonly { readonly name: string; readonly weight: number }[] }[] };
}

const NAMESPACE = 'shop';
const CRDS = readFileSync(new URL('../../../deploy/crds/third-party/gateway-api.yaml', import.meta.url), 'utf8');
const API = 'gateway.networking.k8s.io/v1';
const HTTP_ROUTES: ResourceType<Route> = { apiVersion: API, kind: 'HTTPRoute', plural: 'httproutes', namespaced: true };
const GRPC_ROUTES: ResourceType<Route> = { apiVersion: API, kind: 'GRPCRoute', plural: 'grpcroutes', namespaced: true };
const analysis = { stepWeight: 30, maxWeight: 60 };

let world: EmbeddedWorld;

beforeEach(async () => {
  world = await EmbeddedWorld.start(NAMESPACE);
  world.api.installCrds(CRDS);
});

afterEach(() => world.close());

const usersRoute = {
  apiVersion: API, kind: 'HTTPRoute', metadata: { name: 'storefront', namespace: NAMESPACE },
  spec: {
    parentRefs: [{ group: 'gateway.networking.x-k8s.io', kind: 'XListenerSet', name: 'public', sectionName: 'web' }], hostnames: ['shop.example.com'],
    rules: [
      ruleTo('podinfo', '/', { filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind: 'SnippetsFilter', name: 'auth' } }], timeouts: { request: '5s' } }),
      ruleTo('cart', '/cart'),
      { name: 'old', matches: [{ path: { type: 'PathPrefix', value: '/old' } }], filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'old.example.com', statusCode: 301 } }] },
    ],
  },
};

function ruleTo(name: string, path: string, fields: object = {}): object {
  return { name, matches: [{ path: { type: 'PathPrefix', value: path } }], ...fields, backendRefs: [{ group: '', kind: 'Service', name, port: 80, weight: 1 }] };
}

/** What an application has, for another one. */
function named(name: string, object: Loose): Manifest {
  return JSON.parse(JSON.stringify(object).replaceAll('"podinfo"', `"${name}"`)) as Manifest;
}

async function release(name: string): Promise<void> {
  await world.lab.patch('apps/v1', 'Deployment', name, { spec: { template: { metadata: { annotations: { release: '2' } } } } });
}

async function everyPhase(names: readonly string[], wanted: string): Promise<void> {
  const phaseOf = (name: string): unknown => world.api.store.get<Canary>({ apiVersion: 'flagger.app/v1beta1', kind: 'Canary' }, { namespace: NAMESPACE, name })?.status?.phase;
  await world.lab.until(`${names.join(', ')} to be ${wanted}`, () => names.every(name => phaseOf(name) === wanted), 600);
}

function route(type: ResourceType<Route>, name: string): Route {
  const found = world.api.store.get<Route>(type, { namespace: NAMESPACE, name });
  if (found === undefined) throw new Error(`no ${type.kind} ${name}`);
  return found;
}

/** The shares of a route's rules, each time that they changed. */
function watchShares(kind: string): ReadonlySet<string> {
  const seen = new Set<string>();
  world.api.store.subscribe(({ object }) => {
    if (object.kind !== kind) return;
    for (const { backendRefs = [] } of (object as Route).spec.rules) seen.add(backendRefs.map(({ name, weight }) => `${name}=${weight}`).join(' '));
  });
  return seen;
}

describe("a user's own HTTPRoute", () => {
  const names = ['podinfo', 'cart'];
  const spec = { routeRef: { apiVersion: API, kind: 'HTTPRoute', name: 'storefront' }, revertOnDeletion: true };

  beforeEach(async () => {
    world.api.store.create(usersRoute);
    for (const name of names) {
      await world.lab.create(named(name, deployment()));
      await world.lab.create(named(name, canary('gatewayapi:v1', analysis, { spec })));
    }
    await everyPhase(names, 'Initialized');
  });

  it('carries several canaries at once, and keeps what is not theirs', async () => {
    const seen = watchShares('HTTPRoute');
    for (const name of names) await release(name);
    await everyPhase(names, 'Succeeded');
    for (const name of names) expect([...seen]).toEqual(expect.arrayContaining([100, 70, 40].map(primary => `${name}-primary=${primary} ${name}-canary=${100 - primary}`)));
    const { parentRefs, hostnames, rules } = route(HTTP_ROUTES, 'storefront').spec as unknown as typeof usersRoute.spec;
    expect({ parentRefs, hostnames }).toEqual({ parentRefs: usersRoute.spec.parentRefs, hostnames: usersRoute.spec.hostnames });
    const [first, second, old] = usersRoute.spec.rules;
    expect(rules).toEqual([{ ...first, backendRefs: expect.anything() }, { ...second, backendRefs: expect.anything() }, old]);
    expect(world.lab.messages().filter(message => /modified|conflict/i.test(message))).toEqual([]);
  });

  it('is given back rule by rule when the canaries are deleted', async () => {
    for (const name of names) {
      await world.lab.remove('flagger.app/v1beta1', 'Canary', name);
      await world.lab.until(`${name} is gone`, () => world.api.store.get({ apiVersion: 'flagger.app/v1beta1', kind: 'Canary' }, { namespace: NAMESPACE, name }) === undefined, 120);
    }
    expect(route(HTTP_ROUTES, 'storefront').spec).toEqual(usersRoute.spec);
  });

  it('that is applied anew in the middle of a release is split again', async () => {
    await release('podinfo');
    await phase(world.lab, 'Progressing', 200);
    world.api.store.update({ ...route(HTTP_ROUTES, 'storefront'), spec: usersRoute.spec });
    await everyPhase(['podinfo'], 'Succeeded');
    const all = route(HTTP_ROUTES, 'storefront').spec.rules.flatMap(({ backendRefs = [] }) => backendRefs.map(({ name, weight }) => `${name}=${weight}`));
    expect(all).toEqual(['podinfo-primary=100', 'podinfo-canary=0', 'cart-primary=100', 'cart-canary=0']);
  });
});

describe('a GRPCRoute', () => {
  it('is made for a gRPC service, and shifted by steps', async () => {
    await world.lab.create(deployment());
    await world.lab.create(canary('gatewayapi:v1:grpc', analysis, { service: { gatewayRefs: [{ name: 'public' }], match: [{ uri: { prefix: '/shop.Cart/' } }] } }));
    await phase(world.lab, 'Initialized');
    const seen = watchShares('GRPCRoute');
    await release('podinfo');
    await phase(world.lab, 'Succeeded', 400);
    expect([...seen]).toEqual(expect.arrayContaining(['podinfo-primary=70 podinfo-canary=30', 'podinfo-primary=40 podinfo-canary=60', 'podinfo-primary=100 podinfo-canary=0']));
    expect(route(GRPC_ROUTES, 'podinfo').spec.rules).toMatchObject([{ matches: [{ method: { service: 'shop.Cart' } }] }]);
  });
});

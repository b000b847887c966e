import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Canary, Manifest, ResourceType } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';

interface Route extends Manifest {
  readonly spec: { readonly rules: readonly { readonly backendRefs?: readonly { readonly name: string; readonly port: number; readonly weight: number }[] }[] };
}

interface Service extends Manifest {
  readonly spec: { readonly ports: readonly { readonly name: string; readonly port: number }[] };
}

const NAMESPACE = 'shop';
const CRDS = readFileSync(new URL('../../../deploy/crds/third-party/gateway-api.yaml', import.meta.url), 'utf8');
const API = 'gateway.networking.k8s.io/v1';
const ROUTES: ResourceType<Route> = { apiVersion: API, kind: 'HTTPRoute', plural: 'httproutes', namespaced: true };
const CANARY = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary' };
const PORTS = { storefront: 80, admin: 9797 } as const;
type Name = keyof typeof PORTS;
const NAMES: readonly Name[] = ['storefront', 'admin'];

let world: EmbeddedWorld;

beforeEach(async () => {
  world = await EmbeddedWorld.start(NAMESPACE);
  world.api.installCrds(CRDS);
  for (const name of NAMES) world.api.store.create(routeNamed(name));
  await world.lab.create(deployment({ ports: [{ name: 'http', containerPort: 9898 }, { name: 'admin', containerPort: 9797 }] }));
});

afterEach(() => world.close());

function routeNamed(name: Name): Manifest & { readonly spec: object } {
  const backendRefs = [{ group: '', kind: 'Service', name: 'podinfo', port: PORTS[name], weight: 1 }];
  return {
    apiVersion: API, kind: 'HTTPRoute', metadata: { name, namespace: NAMESPACE },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }], hostnames: [`${name}.example.com`],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], timeouts: { request: '5s' }, backendRefs }],
    },
  };
}

function shares(name: Name): readonly string[] {
  const { spec: { rules } } = world.api.store.get<Route>(ROUTES, { namespace: NAMESPACE, name }) ?? { spec: { rules: [] } };
  return rules.map(({ backendRefs = [] }) => backendRefs.map(ref => `${ref.name}:${ref.port}=${ref.weight}`).join(' '));
}

describe('routes for each port of an application', () => {
  it('are split alike, and given back', async () => {
    const spec = { routeRefs: NAMES.map(name => ({ apiVersion: API, kind: 'HTTPRoute', name })), revertOnDeletion: true };
    await world.lab.create(canary('gatewayapi:v1', { stepWeight: 30, maxWeight: 60 }, { spec, service: { portDiscovery: true } }));
    await phase(world.lab, 'Initialized');
    const steps = new Set<string>();
    world.api.store.subscribe(({ object }) => {
      if (object.kind === 'HTTPRoute') steps.add(shares(object.metadata.name as Name).join());
    });
    await world.lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { template: { metadata: { annotations: { release: '2' } } } } });
    await phase(world.lab, 'Succeeded', 400);
    const seen = NAMES.flatMap(name => [70, 40, 100].map(primary => `podinfo-primary:${PORTS[name]}=${primary} podinfo-canary:${PORTS[name]}=${100 - primary}`));
    expect([...steps].toSorted()).toEqual(expect.arrayContaining(seen));
    const ports = world.api.store.get<Service>({ apiVersion: 'v1', kind: 'Service' }, { namespace: NAMESPACE, name: 'podinfo-canary' })?.spec.ports.map(({ port }) => port);
    expect(ports).toEqual(expect.arrayContaining(Object.values(PORTS)));

    await world.lab.remove(CANARY.apiVersion, CANARY.kind, 'podinfo');
    await world.lab.until('the canary is gone', () => world.api.store.get<Canary>(CANARY, { namespace: NAMESPACE, name: 'podinfo' }) === undefined, 120);
    for (const name of NAMES) expect(world.api.store.get<Route>(ROUTES, { namespace: NAMESPACE, name })?.spec).toEqual(routeNamed(name).spec);
  });
});

import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { RouteRef, RouteSubject, Traffic } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import type { InProcessStore, RouterSubject, SampleFields } from '@flagger/testkit';
import type { HttpRoute, HttpRouteSpec } from '../src/gateway-api-types.ts';
import type { GatewayApiVersion } from '../src/gateway-api-versions.ts';
import plugin from '../src/index.ts';
import { HttpRoutes } from './http-routes.ts';

/** The canary `podinfo` in namespace `test`, behind the gateway `public`. */
export function subject({ service, ...fields }: SampleFields = {}): RouteSubject {
  return sampleSubject({ ...fields, service: { hosts: ['app.example.com'], gatewayRefs: [{ name: 'public', namespace: 'infra' }], ...service } });
}

/** A version of the Gateway API, to be held to the laws. */
export function routerSubject({ names, routes }: GatewayApiVersion): RouterSubject {
  const provider = plugin.providers.find(each => each.names === names);
  if (provider === undefined) throw new Error('each version is a provider');
  return {
    provider,
    crds: readFileSync(new URL('../../../deploy/crds/third-party/gateway-api.yaml', import.meta.url), 'utf8'),
    canary: subject().canary,
    objects: [{ type: routes, name: 'podinfo', carriesMetadata: true }],
    change: { headers: { request: { set: { 'x-lab': '1' } } } },
    dataPlane: reader => new HttpRoutes(reader, routes),
    request: { host: 'app.example.com', gateway: 'infra/public', ...(routes.kind === 'GRPCRoute' && { method: 'POST', target: '/lab.Podinfo/Get' }) },
  };
}

/** The user's own route: one rule that leads to podinfo, between two that have nothing to do with it. */
export function usersRoute({ routes: { apiVersion, kind } }: GatewayApiVersion): HttpRoute & { readonly spec: HttpRouteSpec } {
  const [matched, other, last] = kind === 'GRPCRoute'
    ? [[{ method: { type: 'Exact', service: 'lab.Podinfo' } }], [{ method: { type: 'Exact', service: 'lab.Other' } }], [{ headers: [{ type: 'Exact', name: 'x-old', value: 'yes' }] }]] as const
    : [[{ path: { type: 'PathPrefix', value: '/' } }], [{ path: { type: 'PathPrefix', value: '/other' } }], [{ path: { type: 'Exact', value: '/old' } }]] as const;
  const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-mine', value: '1' }] } }] as const;
  return {
    apiVersion, kind, metadata: { namespace: 'test', name: 'shop', labels: { mine: 'x' }, annotations: { mine: 'y' } },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'infra', name: 'public', sectionName: 'web' }],
      hostnames: ['app.example.com'],
      rules: [
        { name: 'other', matches: other, backendRefs: [{ group: '', kind: 'Service', name: 'other', port: 80, weight: 1 }] },
        { name: 'podinfo', matches: matched, filters, backendRefs: [{ group: '', kind: 'Service', name: 'podinfo', port: 80, weight: 1, filters }] },
        { name: 'old', matches: last, backendRefs: [{ group: '', kind: 'Service', name: 'old', port: 80, weight: 1 }] },
      ],
    },
  };
}

/** What the canary of {@link usersRoute} says. */
export function routeRefTo({ routes: { apiVersion, kind } }: GatewayApiVersion): RouteRef {
  return { apiVersion, kind, name: 'shop' };
}

/** A version of the Gateway API with a route of the user, to be held to the laws. */
export function adoptingSubject(version: GatewayApiVersion): RouterSubject {
  const { change: _change, ...common } = routerSubject(version);
  const original = usersRoute(version);
  return {
    ...common, variant: 'with `spec.routeRef`', objects: [], given: [original], borrowed: [{ type: version.routes, name: 'shop' }], original,
    canary: sampleSubject({ spec: { routeRef: routeRefTo(version) } }).canary,
    simulate: store => simulateGitOps(store, original),
  };
}

/** A version of the Gateway API with two routes of the user, of which requests take the first, to be held to the laws. */
export function severalRoutesSubject(version: GatewayApiVersion): RouterSubject {
  const { given = [], borrowed = [], ...common } = adoptingSubject(version);
  const original = usersRoute(version);
  const second = { ...original, metadata: { ...original.metadata, name: 'admin' }, spec: { ...original.spec, hostnames: ['admin.example.com'] } };
  const routeRefs = ['shop', 'admin'].map(name => ({ ...routeRefTo(version), name }));
  return {
    ...common, variant: 'with `spec.routeRefs`', given: [...given, second], borrowed: [...borrowed, { type: version.routes, name: 'admin' }],
    canary: sampleSubject({ spec: { routeRefs } }).canary,
    simulate: store => {
      const ends = [original, second].map(each => simulateGitOps(store, each));
      return () => ends.forEach(end => end());
    },
  };
}

/** A GitOps agent that looks after all but the split: where the rest is not what is in Git, it applies that. */
function simulateGitOps(store: InProcessStore, { kind, metadata, spec }: HttpRoute & { readonly spec: HttpRouteSpec }): () => void {
  return store.subscribe(({ type, object }) => {
    const live = object as HttpRoute;
    if (type === 'DELETED' || live.kind !== kind || live.metadata.name !== metadata.name) return;
    const { rules = [], ...others } = live.spec ?? {};
    const { rules: ours = [], ...otherFields } = spec;
    const leads = rules.some(({ backendRefs = [] }) => backendRefs.some(({ name }) => name.startsWith('podinfo')));
    const stand = ours.every(({ matches }) => rules.some(rule => isSame(rule.matches, matches)));
    if (!leads || !stand || !isSame(others, otherFields)) store.update({ ...live, spec });
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return a !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(a)), b);
}

export const split = (canary: number, mirrored = false): Traffic => ({ ...splitAt(canary), mirrored });
export const START = split(0);

import { apexRouteMeta, CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, GatewayRef, Role, RouteSubject, Traffic } from '@flagger/sdk';
import { affinityRules } from './affinity-rules.ts';
import { gatewayDuration } from './gateway-duration.ts';
import type { BackendRef, HttpRoute, HttpRouteSpec, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { canaryMirror, filtersField, serviceFilters } from './render-filters.ts';
import { analysisMatches, withCriteria } from './render-matches.ts';

/** How routes are written. */
export interface RouteStyle {
  readonly version: GatewayApiVersion;
  /** Whether the canary owns its route. */
  readonly ownerReferences: boolean;
}

/**
 * The HTTPRoute of a canary at a split. Pure.
 *
 * @throws CanaryError Invalid
 * @source flagger pkg/router/gateway_api.go
 * @differs The host `*` is a route without hostnames; Flagger writes it, and the API server refuses the route: `render.test.ts` "takes requests for every host"
 */
export function renderHttpRoute(subject: RouteSubject, traffic: Traffic, { version, ownerReferences }: RouteStyle): HttpRoute & { readonly spec: HttpRouteSpec } {
  const { canary } = subject;
  const { hosts = [] } = canary.spec.service ?? {};
  const hostnames = hosts.includes('*') ? [] : hosts;
  return {
    apiVersion: version.routes.apiVersion,
    kind: version.routes.kind,
    metadata: apexRouteMeta(subject, { ownerReferences }),
    spec: { parentRefs: parentRefs(canary), ...(hostnames.length > 0 && { hostnames }), rules: rules(canary, traffic, version) },
  };
}

/** With what the API server fills in where nobody says it. */
function parentRefs({ spec }: Canary): readonly GatewayRef[] {
  const refs = spec.service?.gatewayRefs ?? [];
  if (refs.length === 0) throw new CanaryError('Invalid', 'never', 'spec.service.gatewayRefs is empty; the Gateway API needs at least one parent for its HTTPRoute');
  return refs.map(ref => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...ref }));
}

function rules(canary: Canary, traffic: Traffic, version: GatewayApiVersion): readonly RouteRule[] {
  const { analysis, service } = canary.spec;
  const matches = version.serviceMatches(service);
  const weighted: RouteRule = {
    ...(matches.length > 0 && { matches }),
    ...filtersField(serviceFilters(service, version)),
    ...(version.timeouts && timeouts(canary)),
    backendRefs: split(canary, traffic),
  };
  if (analysis.match && analysis.match.length > 0) {
    return [{ ...weighted, matches: analysisMatches(analysis.match, matches.length > 0 ? matches : [{}]) }, { ...weighted, backendRefs: [backendRef(canary, 'primary', 100)] }];
  }
  const affinity = version.affinity === 'none' ? undefined : analysis.sessionAffinity;
  const all = affinity ? affinityRules(canary, { affinity, weighted, traffic, narrow: withCriteria, version }) : [weighted];
  return traffic.mirrored ? [...all.slice(0, -1), ...all.slice(-1).map(rule => mirrored(canary, rule))] : all;
}

/**
 * Copies requests of the weighted rule to the port of the canary to which it leads.
 *
 * @differs Also before a weighted shift; there Flagger writes no mirror, waits for it, and never goes on. Test: gateway-api router "a mirror without a write"
 */
export function mirrored(canary: Canary, rule: RouteRule): RouteRule {
  const name = serviceNames(canary).canary;
  const port = rule.backendRefs?.find(ref => ref.name === name)?.port;
  return { ...rule, filters: [...(rule.filters ?? []), canaryMirror(canary, port)] };
}

function timeouts({ spec: { service } }: Canary): Pick<RouteRule, 'timeouts'> {
  const { timeout, backendTimeout } = service ?? {};
  return timeout || backendTimeout ? { timeouts: { ...(timeout && { request: gatewayDuration(timeout) }), ...(backendTimeout && { backendRequest: gatewayDuration(backendTimeout) }) } } : {};
}

function split(canary: Canary, traffic: Traffic): readonly BackendRef[] {
  return [backendRef(canary, 'primary', traffic.primary), backendRef(canary, 'canary', traffic.canary)];
}

function backendRef(canary: Canary, role: Role, weight: number): BackendRef {
  return { group: '', kind: 'Service', name: serviceNames(canary)[role], port: canary.spec.service?.port ?? 0, weight };
}

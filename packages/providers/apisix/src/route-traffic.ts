import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { ApisixHttpRule, ApisixRoute } from './apisix-types.ts';

/** The split that a generated route says; undefined where no rule has the primary with a weight. */
export function liveTraffic(route: ApisixRoute, canary: Canary): Traffic | undefined {
  const { primary } = serviceNames(canary);
  const weight = splitRule(route, canary)?.backends?.find(({ serviceName }) => serviceName === primary)?.weight;
  return weight === undefined ? undefined : { primary: weight, canary: 100 - weight, mirrored: false };
}

/**
 * The split that a generated route says.
 *
 * @throws CanaryError Invalid, where it says none
 * @source flagger pkg/router/apisix.go GetRoutes
 * @differs A primary without a weight is told; Flagger crashes. Test: apisix router "a primary without a weight"
 */
export function readTraffic(route: ApisixRoute, canary: Canary): Traffic {
  return liveTraffic(route, canary) ?? noSplit(route, canary);
}

/** The route with another split, and nothing else changed. @throws CanaryError Invalid, where no rule splits @source flagger pkg/router/apisix.go SetRoutes */
export function withTraffic(route: ApisixRoute, canary: Canary, traffic: Traffic): ApisixRoute {
  const names = serviceNames(canary);
  const split = splitRule(route, canary) ?? noSplit(route, canary);
  const weights = new Map([[names.primary, traffic.primary], [names.canary, traffic.canary]]);
  const backends = split.backends?.map(backend => ({ ...backend, ...weightField(weights.get(backend.serviceName)) })) ?? [];
  return { ...route, spec: { ...route.spec, http: (route.spec?.http ?? []).map(rule => (rule === split ? { ...rule, backends } : rule)) } };
}

function weightField(weight: number | undefined): { readonly weight?: number } {
  return weight === undefined ? {} : { weight };
}

function splitRule({ spec }: ApisixRoute, canary: Canary): ApisixHttpRule | undefined {
  const { primary } = serviceNames(canary);
  return spec?.http?.find(({ backends = [] }) => backends.some(({ serviceName }) => serviceName === primary));
}

function noSplit({ metadata: { name, namespace = '' } }: ApisixRoute, canary: Canary): never {
  const { primary, canary: host } = serviceNames(canary);
  throw new CanaryError('Invalid', 'later', `ApisixRoute ${name}.${namespace} does not contain weights for ${primary} and ${host}`);
}

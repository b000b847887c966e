import { canaryOwner, CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, ProviderEnv, Traffic } from '@flagger/sdk';
import { APISIX_ROUTES } from './apisix-types.ts';
import type { ApisixBackend, ApisixHttpRule, ApisixRoute } from './apisix-types.ts';
import { routeKeys } from './route-keys.ts';

/** What goes into a generated route beside the canary. */
export interface RouteInput {
  /** The user's route. */
  readonly source: ApisixRoute;
  readonly traffic: Traffic;
}

/** The generated route has to win over the user's, which matches the same requests. @source flagger pkg/router/apisix.go maxPriority */
const PRIORITY = 10_000;

/**
 * The route that is made of the user's own: of its HTTP rules the first that leads to the apex Service, with both Services instead. Pure.
 *
 * @throws CanaryError Invalid, where there is no such rule, or it has more backends
 * @source flagger pkg/router/apisix.go
 * @differs Fields that Flagger does not know, such as `ingressClassName`, are copied too. Test: apisix render "whatever else the user's route has"
 */
export function renderApisixRoute(canary: Canary, { source, traffic }: RouteInput, { ownerReferences }: Pick<ProviderEnv, 'ownerReferences'>): Required<ApisixRoute> {
  const { labels, annotations } = source.metadata;
  const [rule, backend] = apexRule(canary, source);
  const names = serviceNames(canary);
  const backends = (['primary', 'canary'] as const).map(role => ({ ...backend, serviceName: names[role], weight: traffic[role] }));
  return {
    apiVersion: APISIX_ROUTES.apiVersion,
    kind: APISIX_ROUTES.kind,
    metadata: {
      ...routeKeys(canary).generated,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: { ...source.spec, http: [{ ...rule, priority: PRIORITY, websocket: rule.websocket ?? false, backends }] },
  };
}

function apexRule(canary: Canary, { metadata: { name, namespace = '' }, spec }: ApisixRoute): readonly [ApisixHttpRule, ApisixBackend] {
  const { apex } = serviceNames(canary);
  const rule = spec?.http?.find(({ backends = [] }) => backends.some(({ serviceName }) => serviceName === apex));
  const [backend, ...others] = rule?.backends ?? [];
  const route = `ApisixRoute ${name}.${namespace}`;
  if (rule === undefined || backend === undefined) throw new CanaryError('Invalid', 'later', `${route} has no http rule with backend ${apex}`);
  if (others.length > 0) throw new CanaryError('Invalid', 'later', `${route} http rule ${rule.name ?? ''} has ${others.length + 1} backends, only one backend is supported`);
  return [rule, backend];
}

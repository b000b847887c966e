import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, ObjectKey } from '@flagger/sdk';

/** Where the user's route is, and the one that is made beside it. */
export interface RouteKeys {
  readonly source: Required<ObjectKey>;
  readonly generated: Required<ObjectKey>;
}

/**
 * The routes of a canary.
 *
 * @throws CanaryError Invalid without `spec.routeRef`
 * @differs Flagger crashes without a `spec.routeRef` when it reads or sets a split. Test: apisix render "without a route"
 */
export function routeKeys(canary: Canary): RouteKeys {
  const { metadata: { namespace = '' }, spec: { routeRef } } = canary;
  if (!routeRef?.name) throw new CanaryError('Invalid', 'never', 'apisix route selector is empty: spec.routeRef names no ApisixRoute');
  return { source: { namespace, name: routeRef.name }, generated: { namespace, name: `${routeRef.name}-${serviceNames(canary).apex}-canary` } };
}

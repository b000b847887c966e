import { isDeepStrictEqual } from 'node:util';
import type { Upstream } from './gloo-types.ts';
import { LOAD_BALANCER } from './render-upstream.ts';

/**
 * The live Upstream with the Service of the desired one, and its load balancing where that is copied from another; the very same
 * where it has them. All else may be tuned by hand.
 *
 * @source flagger pkg/router/gloo.go
 * @differs Flagger mends no Service, and leaves load balancing that the other Upstream no longer has. Test: gloo router "load balancing"
 */
export function mergeUpstream(live: Upstream, desired: Upstream, { copies }: { readonly copies: boolean }): Upstream {
  const { [LOAD_BALANCER]: kept, ...rest } = live.spec ?? {};
  const balancing = copies ? desired.spec?.[LOAD_BALANCER] : kept;
  const spec = { ...rest, ...(desired.spec?.kube && { kube: { ...live.spec?.kube, ...desired.spec.kube } }), ...(balancing !== undefined && { [LOAD_BALANCER]: balancing }) };
  return isDeepStrictEqual(live.spec, spec) ? live : { ...live, spec };
}

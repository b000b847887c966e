import { canaryOwner, serviceNames } from '@flagger/sdk';
import type { Canary, Role } from '@flagger/sdk';
import { UPSTREAMS } from './gloo-types.ts';
import type { Upstream } from './gloo-types.ts';
import { upstreamName } from './upstream-name.ts';

/** The field that is copied again whenever it changes. */
export const LOAD_BALANCER = 'loadBalancerConfig';

/**
 * What is copied from the Upstream that `spec.upstreamRef` names.
 *
 * @differs `httpProxyHostname` as Gloo writes it; in Flagger's spelling an API server drops it. Test: gloo render "copies"
 */
const COPIED = ['sslConfig', 'circuitBreakers', 'connectionConfig', LOAD_BALANCER, 'useHttp2', 'initialStreamWindowSize', 'initialConnectionWindowSize', 'httpProxyHostname'];

/** What an Upstream is made from. */
export interface UpstreamParts {
  readonly role: Role;
  /** By which the role's Service selects its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** The Upstream whose configuration is copied. */
  readonly config: Upstream | undefined;
  readonly ownerReferences: boolean;
}

/** The Upstream of a role. Pure. @source flagger pkg/router/gloo.go createFlaggerUpstream */
export function renderUpstream(canary: Canary, { role, selector, config, ownerReferences }: UpstreamParts): Upstream {
  const { namespace = '' } = canary.metadata;
  const copied = COPIED.flatMap(field => (config?.spec?.[field] === undefined ? [] : [[field, config.spec[field]]]));
  return {
    apiVersion: UPSTREAMS.apiVersion,
    kind: UPSTREAMS.kind,
    metadata: { name: upstreamName(canary, role), namespace, ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }) },
    spec: {
      kube: {
        serviceName: serviceNames(canary)[role],
        serviceNamespace: namespace,
        servicePort: canary.spec.service?.port ?? 0,
        ...(Object.keys(selector).length > 0 && { selector }),
      },
      ...Object.fromEntries(copied),
    },
  };
}

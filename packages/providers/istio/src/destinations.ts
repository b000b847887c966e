import { serviceNames } from '@flagger/sdk';
import type { Canary, Role } from '@flagger/sdk';
import type { Destination } from './istio-types.ts';

/** The destination of a role. Behind a gateway, or as a delegate, a Service with several ports needs its port named. @source flagger pkg/router/istio.go makeDestination */
export function destinationOf(canary: Canary, role: Role): Destination {
  const { service } = canary.spec;
  const gateways = service?.gateways ?? [];
  const outside = (gateways.length > 0 && gateways[0] !== 'mesh') || service?.delegation === true;
  const host = serviceNames(canary)[role];
  return service?.portDiscovery && outside ? { host, port: { number: service.port } } : { host };
}

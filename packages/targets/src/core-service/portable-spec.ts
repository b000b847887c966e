import type { Canary } from '@flagger/sdk';
import { mapField } from '../objects/map-field.ts';
import type { ServiceSpec } from '../objects/service.ts';
import { pickFields } from '../objects/with-fields.ts';
import { withNodePorts } from '../services/merge-service.ts';

const HEADLESS = 'None';

/** The part of a Service's specification that another Service can have too: no address and no node port, but `None` for headless. */
export function portableSpec(spec: ServiceSpec, canary: Canary): ServiceSpec {
  const { clusterIP, clusterIPs: _addresses, healthCheckNodePort: _check, ...rest } = spec;
  const trafficDistribution = canary.spec.service?.trafficDistribution;
  const portable = {
    ...rest,
    ...(clusterIP === HEADLESS && { clusterIP }),
    ...(trafficDistribution && { trafficDistribution }),
  };
  return mapField(portable, 'ports', ports => ports.map(({ nodePort: _port, ...port }) => port));
}

/** A portable specification with the addresses and node ports of a live Service. */
export function withAddresses(spec: ServiceSpec, live: ServiceSpec): ServiceSpec {
  const addresses = spec.type === 'ExternalName' ? {} : pickFields<ServiceSpec, keyof ServiceSpec>(live, ['clusterIP', 'clusterIPs', 'healthCheckNodePort']);
  return mapField({ ...addresses, ...spec }, 'ports', ports => (spec.type === 'ClusterIP' ? ports : withNodePorts(ports, live.ports ?? [])));
}

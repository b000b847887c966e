import type { CanaryService, DiscoveredPort } from '@flagger/sdk';
import type { Container, ContainerPort } from '../objects/pod-template.ts';

const SIDECARS = ['istio-proxy', 'envoy'];

/**
 * Ports that containers declare beside the one of the canary; a later port replaces an earlier one of its name.
 *
 * @source flagger pkg/canary/util.go getPorts
 */
export function discoverPorts(service: CanaryService | undefined, containers: readonly Container[]): readonly DiscoveredPort[] {
  if (!service?.portDiscovery) return [];
  const found = new Map<string, number>();
  for (const container of containers) {
    if (SIDECARS.includes(container.name)) continue;
    for (const [index, port] of (container.ports ?? []).entries()) {
      if (!isServicePort(port, service)) found.set(port.name || `tcp-${container.name}-${index}`, port.containerPort);
    }
  }
  return [...found].map(([name, port]) => ({ name, port }));
}

/** The port behind the canary's own: `targetPort`, or `port` where that is unset or 0. */
export function targetPortOf({ port, targetPort }: CanaryService): number | string {
  return targetPort === undefined || `${targetPort}` === '0' ? port : targetPort;
}

function isServicePort({ name, containerPort }: ContainerPort, service: CanaryService): boolean {
  const target = targetPortOf(service);
  return target === containerPort || target === name;
}

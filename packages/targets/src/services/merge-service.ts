import { controllerOf, GITOPS_MARKERS } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import type { Service, ServicePort, ServiceSpec } from '../objects/service.ts';
import type { StringMap } from '../objects/string-map.ts';
import { sameContent } from '../template/canonical.ts';

/**
 * The live Service as it should be; the very same object where nothing is to be written. Ports and selector are always corrected, labels
 * and annotations only where the canary owns it. Cluster IP, type and traffic distribution are those of its creation.
 *
 * @source flagger pkg/router/kubernetes_default.go reconcileService
 */
export function mergeService(live: Service, desired: Service, canary: Canary): Service {
  const spec = mergedSpec(live.spec, desired.spec);
  const { labels, annotations } = isOwned(live, canary) ? ownedMetadata(live, desired, canary) : liveMetadata(live);
  const sameMetadata = sameContent({ labels, annotations }, liveMetadata(live));
  if (spec === live.spec && sameMetadata) return live;
  return { ...live, metadata: { ...live.metadata, labels, annotations: { ...annotations, ...GITOPS_MARKERS } }, spec };
}

function mergedSpec(live: ServiceSpec, desired: ServiceSpec): ServiceSpec {
  const { selector = {} } = desired;
  const livePorts = live.ports ?? [];
  const ports = withNodePorts(desired.ports ?? [], livePorts);
  const same = sameContent([byPort(ports), selector], [byPort(livePorts), live.selector]);
  return same ? live : { ...live, ports, selector };
}

/** Whether any canary controls the Service, also one of another name. */
export function isCanaryControlled(service: Service): boolean {
  return controllerOf(service.metadata.ownerReferences)?.kind === 'Canary';
}

function isOwned(service: Service, canary: Canary): boolean {
  return isCanaryControlled(service) && controllerOf(service.metadata.ownerReferences)?.name === canary.metadata.name;
}

interface Metadata {
  readonly labels: StringMap;
  readonly annotations: StringMap;
}

function liveMetadata({ metadata }: Service): Metadata {
  return { labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} };
}

function ownedMetadata(live: Service, desired: Service, canary: Canary): Metadata {
  const unmanaged = canary.spec.service?.unmanagedMetadata;
  return {
    labels: keepUnmanaged(desired.metadata.labels, live.metadata.labels, unmanaged?.labels),
    annotations: keepUnmanaged(desired.metadata.annotations, live.metadata.annotations, unmanaged?.annotations),
  };
}

function keepUnmanaged(desired: StringMap = {}, live: StringMap = {}, keys: readonly string[] = []): StringMap {
  const kept = keys.flatMap(key => (live[key] === undefined ? [] : [[key, live[key]] as const]));
  return { ...desired, ...Object.fromEntries(kept) };
}

/** Ports with the node ports that live ports of their names have: a user's Service that is taken over may have some. */
export function withNodePorts(ports: readonly ServicePort[], live: readonly ServicePort[]): readonly ServicePort[] {
  const nodePorts = new Map(live.map(({ name, nodePort }) => [name, nodePort]));
  return ports.map(port => {
    const nodePort = nodePorts.get(port.name);
    return nodePort ? { ...port, nodePort } : port;
  });
}

function byPort(ports: readonly ServicePort[]): readonly ServicePort[] {
  return ports.toSorted((a, b) => a.port - b.port);
}

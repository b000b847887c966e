import { canaryOwner, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { SmiVersion } from './smi-versions.ts';
import type { SplitBackend, TrafficSplit, TrafficSplitSpec } from './smi-types.ts';

/** How splits are written. */
export interface SplitStyle {
  readonly version: Pick<SmiVersion, 'splits' | 'writeWeight'>;
  /** What the provider string says after the version, such as `istio`. */
  readonly mesh: string;
  /** Whether the canary owns its split. */
  readonly ownerReferences: boolean;
}

/** Tells the adapter of Istio to which gateways a split belongs. */
const GATEWAYS_ANNOTATION = 'VirtualService.v1alpha3.networking.istio.io/spec.gateways';

/** The TrafficSplit of a canary. Pure. @source flagger pkg/router/smi.go, smi_v1alpha2.go, smi_v1alpha3.go */
export function renderTrafficSplit(canary: Canary, traffic: Traffic, { version, mesh, ownerReferences }: SplitStyle): TrafficSplit & { readonly spec: TrafficSplitSpec } {
  const { hosts = [], gateways = [] } = canary.spec.service ?? {};
  const { apex } = serviceNames(canary);
  return {
    apiVersion: version.splits.apiVersion,
    kind: version.splits.kind,
    metadata: {
      name: apex,
      ...(canary.metadata.namespace && { namespace: canary.metadata.namespace }),
      ...(mesh === 'istio' && gateways.length > 0 && { annotations: { [GATEWAYS_ANNOTATION]: JSON.stringify(gateways) } }),
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: { service: hosts[0] ?? apex, backends: renderBackends(canary, traffic, version) },
  };
}

/** The shares alone: what a change of the split replaces. */
export function renderBackends(canary: Canary, traffic: Traffic, { writeWeight }: Pick<SmiVersion, 'writeWeight'>): readonly SplitBackend[] {
  const names = serviceNames(canary);
  return [
    { service: names.canary, weight: writeWeight(traffic.canary) },
    { service: names.primary, weight: writeWeight(traffic.primary) },
  ];
}

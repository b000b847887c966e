import type { Observer, ResourceType } from '@flagger/sdk';
import { istioAdapterObserver, linkerdObserver, osmObserver } from './linkerd-observer.ts';
import type { SplitBackend, TrafficSplit } from './smi-types.ts';

/** Meshes that take their routes from one version of the SMI API. */
export interface SmiVersion {
  /** Provider strings; what follows a `*` names the mesh. */
  readonly names: readonly string[];
  readonly splits: ResourceType<TrafficSplit>;
  /** How the version writes a share in percent. */
  readonly writeWeight: (percent: number) => SplitBackend['weight'];
  readonly observer: Observer;
}

type Version = Pick<SmiVersion, 'splits' | 'writeWeight'>;

const splitsOf = (version: string): ResourceType<TrafficSplit> => ({ apiVersion: `split.smi-spec.io/${version}`, kind: 'TrafficSplit', plural: 'trafficsplits', namespaced: true });
const asNumber = (percent: number): number => percent;

const V1ALPHA1: Version = { splits: splitsOf('v1alpha1'), writeWeight: String };
const V1ALPHA2: Version = { splits: splitsOf('v1alpha2'), writeWeight: asNumber };
const V1ALPHA3: Version = { splits: splitsOf('v1alpha3'), writeWeight: asNumber };

/** Every mesh that can be used, by its provider strings. @source flagger pkg/router/factory.go, pkg/metrics/observers/factory.go */
export const SMI_VERSIONS: readonly SmiVersion[] = [
  { names: ['linkerd'], ...V1ALPHA1, observer: linkerdObserver },
  { names: ['osm'], ...V1ALPHA2, observer: osmObserver },
  { names: ['smi:v1alpha1*'], ...V1ALPHA1, observer: istioAdapterObserver },
  { names: ['smi:v1alpha2*'], ...V1ALPHA2, observer: istioAdapterObserver },
  { names: ['smi:v1alpha3*'], ...V1ALPHA3, observer: istioAdapterObserver },
];

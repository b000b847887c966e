import type { CanarySpec, ProviderCapabilities } from '@flagger/sdk';

/** Something that an analysis asks of its provider. */
export interface Demand {
  /** The field that asks, such as `spec.analysis.match[0].headers`. */
  readonly field: string;
  /** What must be done, such as `match requests by headers`. */
  readonly ability: string;
  readonly isMetBy: (capabilities: ProviderCapabilities) => boolean;
  /** Which providers are asked, because others lack what it is about anyway; absent: all. */
  readonly concerns?: (capabilities: ProviderCapabilities) => boolean;
  /** What becomes of it where the provider has no weights at all: iterations take its place, with a warning at every check, or it is left out. */
  readonly withoutWeights: 'degraded' | 'ignored';
  /** Whether it is left out where the provider has weights, as Flagger does, because the rest makes sense without; absent: never. */
  readonly isIgnoredBy?: (capabilities: ProviderCapabilities) => boolean;
}

/** Finds what one part of an analysis asks for. */
export type FindDemands = (spec: CanarySpec) => readonly Demand[];

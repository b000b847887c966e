import type { CanarySpec, ProviderCapabilities } from '@flagger/sdk';

/** Something that an analysis asks of its provider. */
export interface Demand {
  /** The field that asks, such as `spec.analysis.match[0].headers`. */
  readonly field: string;
  /** What must be done, such as `match requests by headers`. */
  readonly ability: string;
  readonly isMetBy: (capabilities: ProviderCapabilities) => boolean;
  /** Whether the analysis is run without it where it can't be had: with a warning at every check, as Flagger does. */
  readonly degradesOn: (capabilities: ProviderCapabilities) => boolean;
}

/** Finds what one part of an analysis asks for. */
export type FindDemands = (spec: CanarySpec) => readonly Demand[];

/** For demands that nothing takes the place of. */
export const NEVER_DEGRADES: Demand['degradesOn'] = () => false;

/** Where there are no weights, core lets iterations take the place of steps and of matches. @source flagger scheduler.go provider == kubernetes */
export const DEGRADES_WITHOUT_WEIGHTS: Demand['degradesOn'] = ({ weights }) => !weights;

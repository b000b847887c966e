/** A part of a request that `analysis.match` looks at. */
export type MatchPart = 'headers' | 'cookies' | 'queryParams' | 'sourceLabels';

/** The ways in which a value is compared. */
export const MATCH_KINDS = ['exact', 'prefix', 'suffix', 'regex'] as const;

/** One of {@link MATCH_KINDS}. */
export type MatchKind = (typeof MATCH_KINDS)[number];

/** What a provider can do; core decides by these and never by a provider's name. */
export interface ProviderCapabilities {
  /** Weighted traffic. False: iterations only, and weights are derived from them. @source flagger scheduler.go provider == kubernetes */
  readonly weights: boolean;
  /** When requests can be mirrored: never, during iterations only, or also before a weighted shift. */
  readonly mirroring: 'none' | 'iterations' | 'always';
  /** Which parts of `analysis.match` routes can express; none: A/B testing is not possible. */
  readonly matches: readonly MatchPart[];
  /** How values of these parts can be compared; a part that is not named: in every way. A header is `cookies` where it is written `cookie`. */
  readonly matchKinds?: Partial<Readonly<Record<Exclude<MatchPart, 'sourceLabels'>, readonly MatchKind[]>>>;
  /**
   * How several entries of `analysis.match` go together: each lets in by itself; a tester has to meet all of them; or of all headers, and of all
   * cookies, the last one counts and no other. Default 'each'.
   */
  readonly alternatives?: 'each' | 'all' | 'last';
  /** Which sticky-session cookies routes can set. */
  readonly affinity: 'none' | 'canary' | 'canary-and-primary';
  /** App Mesh needs its nodes before pods start, or no proxy is injected. @source flagger scheduler.go prefix appmesh */
  readonly reconcileBefore: 'primary-workload' | 'analysis';
  /** Whether the route can be read back as soon as it was written; false where a data plane reports later. */
  readonly readBack: 'immediate' | 'eventual';
  /** Fields of the canary without which this provider cannot work, such as `spec.ingressRef`; `spec.a or spec.b` where one of them is enough. */
  readonly requires: readonly string[];
  /** What of this is different where `spec.service.appProtocol` is `tcp`; absent: nothing. */
  readonly overTcp?: Partial<Pick<ProviderCapabilities, 'mirroring' | 'matches' | 'affinity'>>;
}

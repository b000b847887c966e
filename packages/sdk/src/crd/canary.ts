import type { Manifest, ResourceType } from '../manifest.ts';
import type { CanaryAnalysis } from './canary-analysis.ts';
import type { CanaryService } from './canary-service.ts';
import type { LastVerb } from './canary-verb.ts';
import type { CanaryPhase } from './phase.ts';

export type { AlertSeverity } from './canary-analysis.ts';

/** An object of the canary's own namespace. */
export interface LocalRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The target's autoscaler, and how the primary's differs. */
export interface AutoscalerRef extends LocalRef {
  /** KEDA trigger name to the primary's query. */
  readonly primaryScalerQueries?: Readonly<Record<string, string>>;
  readonly primaryScalerReplicas?: { readonly minReplicas?: number; readonly maxReplicas?: number };
}

/** A user's own route whose weights are changed. */
export interface RouteRef extends LocalRef {
  /** The one rule of a Gateway API route that is taken over; absent: each that leads to the apex Service. Not Flagger's. */
  readonly ruleName?: string;
}

/** What a user asks for. @source flagger CanarySpec */
export interface CanarySpec {
  /** Overrides `-mesh-provider`. */
  readonly provider?: string;
  /** Overrides `-metrics-server`. */
  readonly metricsServer?: string;
  /** Default 600. */
  readonly progressDeadlineSeconds?: number;
  readonly targetRef: LocalRef;
  readonly autoscalerRef?: AutoscalerRef;
  readonly ingressRef?: LocalRef;
  readonly routeRef?: RouteRef;
  /** More routes of the user, split alike: one for each port of a Service, or each host. Not Flagger's. */
  readonly routeRefs?: readonly RouteRef[];
  readonly upstreamRef?: LocalRef & { readonly namespace?: string };
  readonly service?: CanaryService;
  readonly analysis: CanaryAnalysis;
  /** Promote without analysis. */
  readonly skipAnalysis?: boolean;
  /** Give the target back when the canary is deleted. */
  readonly revertOnDeletion?: boolean;
  readonly suspend?: boolean;
}

/** One observation about a canary. @source flagger CanaryCondition */
export interface CanaryCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message?: string;
  /** RFC 3339, in whole seconds. */
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
}

/** The last check of a run that failed. */
export interface LastFailedCheck {
  /** The metric's name; absent where a webhook failed. */
  readonly metric?: string;
  /** The webhook's name. */
  readonly webhook?: string;
  /** Absent where there was no value; durations in milliseconds. */
  readonly value?: number;
  /** The limit that the value broke, such as `< 99%`. */
  readonly limit?: string;
  /** The query as it was sent. */
  readonly query?: string;
  /** RFC 3339. */
  readonly at: string;
}

/** Where a release stands; the fields from `paused` on are not Flagger's. @source flagger CanaryStatus */
export interface CanaryStatus {
  readonly phase?: CanaryPhase | '';
  readonly failedChecks?: number;
  readonly canaryWeight?: number;
  readonly iterations?: number;
  /** Absent and empty differ: absent means that configs were never tracked. */
  readonly trackedConfigs?: Readonly<Record<string, string>>;
  readonly lastAppliedSpec?: string;
  readonly lastPromotedSpec?: string;
  readonly lastTransitionTime?: string;
  /** `name=value` of the cookie that this run hands out. */
  readonly sessionAffinityCookie?: string;
  readonly primarySessionAffinityCookie?: string;
  readonly previousSessionAffinityCookie?: string;
  readonly conditions?: readonly CanaryCondition[];
  /** The run rests until somebody asks for `resume`. */
  readonly paused?: boolean;
  readonly lastVerb?: LastVerb;
  /** Goes when the next run begins. */
  readonly lastFailedCheck?: LastFailedCheck;
  /** The revision of this run, where the primary has it already without its having been called good; with `analyzeFirst`, that with which the primary was made. */
  readonly firstRevision?: string;
}

/** A release policy for one target. */
export interface Canary extends Manifest {
  readonly spec: CanarySpec;
  readonly status?: CanaryStatus;
}

/** Where canaries live in the API. */
export const CANARIES: ResourceType<Canary> = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  plural: 'canaries',
  namespaced: true,
};

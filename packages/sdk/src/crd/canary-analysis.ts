import type { StringMatches } from './string-match.ts';

/** Requests that an A/B test sends to the canary. */
export interface AnalysisMatch {
  readonly headers?: StringMatches;
  readonly queryParams?: StringMatches;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** Limits of a metric; both ends are allowed values. */
export interface ThresholdRange {
  readonly min?: number;
  readonly max?: number;
}

/** What a metric without a value means: a failed check, which is Flagger's way; a check that waits; one that passes. */
export const NO_DATA_MEANINGS = ['fail', 'hold', 'pass'] as const;

/** One of {@link NO_DATA_MEANINGS}. */
export type NoDataMeaning = (typeof NO_DATA_MEANINGS)[number];

/** One check of every analysis run: built in by name, an inline `query`, or a MetricTemplate. */
export interface CanaryMetric {
  readonly name: string;
  /** Window of the query, such as `1m`. */
  readonly interval?: string;
  /** Before `thresholdRange`: the least success rate, or the most of anything else. */
  readonly threshold?: number;
  readonly thresholdRange?: ThresholdRange;
  readonly query?: string;
  readonly templateRef?: NamespacedRef;
  readonly templateVariables?: Readonly<Record<string, string>>;
  /** Default 'fail'. Not Flagger's. */
  readonly noData?: NoDataMeaning;
}

/** Another object; the namespace defaults to the canary's. */
export interface NamespacedRef {
  readonly name: string;
  readonly namespace?: string;
}

/** How bad a thing is that an alert tells. */
export type AlertSeverity = '' | 'info' | 'warn' | 'error';

/** Where alerts of this canary go instead of to the operator's channel. */
export interface CanaryAlert {
  readonly name: string;
  readonly severity?: AlertSeverity;
  readonly providerRef: NamespacedRef;
}

/** When a webhook is called; '' means 'rollout'. */
export const WEBHOOK_TYPES = [
  'rollout',
  'confirm-rollout',
  'pre-rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
  'post-rollout',
  'rollback',
  'event',
] as const;

/** One of {@link WEBHOOK_TYPES}. */
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** A URL that is asked or told during the release. `timeout` is a Go duration, default 10s; `retries` are extra attempts. */
export interface CanaryWebhook {
  readonly name: string;
  readonly type?: WebhookType | '';
  readonly url: string;
  readonly timeout?: string;
  readonly retries?: number;
  readonly muteAlert?: boolean;
  readonly disableTLS?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Sticky sessions: users who met the canary stay with it. `maxAge` in seconds, default 86400. */
export interface SessionAffinity {
  readonly cookieName: string;
  readonly primaryCookieName?: string;
  readonly domain?: string;
  readonly httpOnly?: boolean;
  readonly maxAge?: number;
  readonly partitioned?: boolean;
  readonly path?: string;
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  readonly secure?: boolean;
}

/** How a new revision is judged. Exactly one of `iterations`, `stepWeight`, `stepWeights`. @source flagger CanaryAnalysis */
export interface CanaryAnalysis {
  /** Time between two checks, such as `30s`; default 60s, least 10s. */
  readonly interval?: string;
  /** Failed checks before the rollback; at least 1. */
  readonly threshold?: number;
  readonly iterations?: number;
  /** Percent at which the canary is promoted; default 100. */
  readonly maxWeight?: number;
  readonly stepWeight?: number;
  readonly stepWeights?: readonly number[];
  /** Percent by which traffic returns to the primary after the promotion; 0: at once. */
  readonly stepWeightPromotion?: number;
  readonly mirror?: boolean;
  readonly mirrorWeight?: number;
  /** Percent of updated replicas that must be available; default 100. */
  readonly primaryReadyThreshold?: number;
  readonly canaryReadyThreshold?: number;
  readonly match?: readonly AnalysisMatch[];
  readonly metrics?: readonly CanaryMetric[];
  readonly alerts?: readonly CanaryAlert[];
  readonly webhooks?: readonly CanaryWebhook[];
  readonly sessionAffinity?: SessionAffinity;
  /** Bring the primary back to what it was before its promotion, where it can't become ready after it. Not Flagger's. */
  readonly restorePrimary?: boolean;
  /** Judge the first revision too, before it is called good. Not Flagger's. */
  readonly analyzeFirst?: boolean;
}

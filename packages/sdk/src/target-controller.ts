import type { Clock } from './clock.ts';
import type { Canary } from './crd/canary.ts';
import type { Logger } from './logger.ts';
import type { ObjectStore } from './object-store.ts';
import type { PolicyRule } from './policy-rule.ts';
import type { Readiness, Role } from './readiness.ts';

/** A port that the generated Services have beside `service.port`. */
export interface DiscoveredPort {
  readonly name: string;
  readonly port: number;
}

/** What Services and routes need to know about the target. */
export interface TargetMetadata {
  /** The label by which pods are selected; '' for targets without generated Services. */
  readonly labelKey: string;
  readonly labelValue: string;
  readonly ports: readonly DiscoveredPort[];
  /** What queries call the route, where a target knows better than the canary. @source flagger toMetricModel: Knative's newest revision */
  readonly route?: string;
}

/** Which version of the target and of its configuration stands in the API. */
export interface TargetRevision {
  /** `v1-` and a hash of what makes a revision; stable across versions of this software. */
  readonly hash: string;
  /** `configmap/NAME` or `secret/NAME` to checksum; undefined where configs are not tracked. @source flagger config_tracker.go */
  readonly trackedConfigs: Readonly<Record<string, string>> | undefined;
  /** Whether the primary runs this revision, as far as the objects tell; it decides about statuses that Flagger wrote. */
  readonly equalsPrimary: boolean;
}

/**
 * Handles one kind of target: its primary, its generated Services, its scale. It writes no status.
 *
 * @source flagger pkg/canary/controller.go, pkg/router/kubernetes.go
 */
export interface TargetController {
  /** @throws CanaryError NotFound (no such target), Invalid (no usable selector label) */
  metadata(canary: Canary, signal: AbortSignal): Promise<TargetMetadata>;
  /** @throws CanaryError NotFound (target, or a required ConfigMap or Secret) */
  revision(canary: Canary, signal: AbortSignal): Promise<TargetRevision>;
  /** Creates or mends the Services that select the canary's and the primary's pods. */
  exposeWorkloads(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void>;
  /** Creates the primary where it is missing; a primary that is there stays as it is. */
  initialize(canary: Canary, signal: AbortSignal): Promise<void>;
  /** Points the apex Service at the primary. */
  exposeApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void>;
  readiness(canary: Canary, role: Role, signal: AbortSignal): Promise<Readiness>;
  /** Copies the target's spec and configs to the primary. */
  promote(canary: Canary, signal: AbortSignal): Promise<void>;
  scaleToZero(canary: Canary, signal: AbortSignal): Promise<void>;
  scaleFromZero(canary: Canary, signal: AbortSignal): Promise<void>;
  /** Gives the target back to the user: it runs again at the primary's scale. */
  finalize(canary: Canary, signal: AbortSignal): Promise<void>;
  /** Gives the apex Service back to the user: it selects the target again. Called once the target is ready. */
  restoreApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void>;
}

/** Operator-wide settings that targets follow. */
export interface TargetSettings {
  /** Flag `-selector-labels`. */
  readonly selectorLabels: readonly string[];
  /** Flag `-include-label-prefix`; `*` takes all, none takes no label. */
  readonly includeLabelPrefixes: readonly string[];
  /** Flag `-enable-config-tracking`. */
  readonly configTracking: boolean;
}

/** What a target controller and a scaler are given. */
export interface TargetEnv {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: TargetSettings;
}

/** Makes target controllers for one kind of `spec.targetRef`. */
export interface TargetFactory {
  /** `apiVersion` '*' takes every version of the kind. */
  readonly handles: readonly { readonly apiVersion: string; readonly kind: string }[];
  readonly rbac: readonly PolicyRule[];
  create(env: TargetEnv): TargetController;
}

import type { Canary } from './crd/canary.ts';
import type { PolicyRule } from './policy-rule.ts';
import type { TargetEnv, TargetMetadata } from './target-controller.ts';

/** Keeps the autoscalers of target and primary in step with the release. @source flagger pkg/canary/scaler.go */
export interface Scaler {
  /** Creates the primary's scaler where it is missing. */
  create(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void>;
  /** Brings the primary's scaler up to date with the target's. */
  sync(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void>;
  /** Keeps the target's scaler from undoing a scale to zero. */
  pause(canary: Canary, signal: AbortSignal): Promise<void>;
  resume(canary: Canary, signal: AbortSignal): Promise<void>;
}

/** Makes scalers for one kind of `spec.autoscalerRef`. */
export interface ScalerFactory {
  readonly handles: readonly { readonly apiVersion: string; readonly kind: string }[];
  readonly rbac: readonly PolicyRule[];
  create(env: TargetEnv): Scaler;
}

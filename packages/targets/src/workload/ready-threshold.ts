import type { Canary, Role } from '@flagger/sdk';

/** The percentage of pods that must be available. Default 100. @source flagger GetAnalysisPrimaryReadyThreshold, GetAnalysisCanaryReadyThreshold */
export function readyThresholdPercent({ spec }: Canary, role: Role): number {
  return (role === 'primary' ? spec.analysis.primaryReadyThreshold : spec.analysis.canaryReadyThreshold) ?? 100;
}

/** How long a rollout may take. Default 600. @source flagger GetProgressDeadlineSeconds */
export function progressDeadlineSeconds({ spec }: Canary): number {
  return spec.progressDeadlineSeconds ?? 600;
}

/**
 * How many of `pods` a threshold asks for, rounded down: 99 percent of one pod is none.
 *
 * @source flagger pkg/canary/deployment_ready.go, in Go's float32
 */
export function podsNeeded(pods: number, thresholdPercent: number): number {
  return Math.trunc(Math.fround(pods * Math.fround(thresholdPercent / 100)));
}

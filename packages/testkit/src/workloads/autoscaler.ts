import type { Manifest, ResourceType } from '@flagger/sdk';

/** A HorizontalPodAutoscaler, as far as the simulation reads it. */
export interface Autoscaler extends Manifest {
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
  };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number };
}

/** Where HorizontalPodAutoscalers live in the API. */
export const AUTOSCALERS: ResourceType<Autoscaler> = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', namespaced: true,
};

/**
 * How many Pods an autoscaler wants. `load` is the measured metric relative to its target: 2 asks for twice the Pods.
 * A target that is scaled to zero stays there. @source Kubernetes podautoscaler: scaling is disabled at zero
 */
export function desiredReplicas(autoscaler: Autoscaler, current: number, load: number): number {
  if (current === 0) return 0;
  const { minReplicas = 1, maxReplicas } = autoscaler.spec;
  return Math.min(maxReplicas, Math.max(minReplicas, Math.ceil(current * load)));
}

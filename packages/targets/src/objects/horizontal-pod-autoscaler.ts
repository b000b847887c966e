import type { Manifest } from '@flagger/sdk';
import type { NamedType } from './named-type.ts';

/** @source Kubernetes autoscaling/v2 HorizontalPodAutoscalerSpec */
export interface HorizontalPodAutoscalerSpec {
  readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind?: string; readonly name: string };
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly metrics?: readonly unknown[];
  readonly behavior?: object;
}

/** @source Kubernetes autoscaling/v2 HorizontalPodAutoscaler */
export interface HorizontalPodAutoscaler extends Manifest {
  readonly spec: HorizontalPodAutoscalerSpec;
}

/** Where HorizontalPodAutoscalers live in the API. */
export const HORIZONTAL_POD_AUTOSCALERS: NamedType<HorizontalPodAutoscaler> = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers', namespaced: true, noun: 'HorizontalPodAutoscaler',
};

import type { Manifest } from '@flagger/sdk';
import type { NamedType } from './named-type.ts';
import type { StringMap } from './string-map.ts';

/** @source KEDA ScaleTriggers */
export interface ScaleTrigger {
  readonly type: string;
  readonly name?: string;
  readonly metadata?: StringMap;
}

/** @source KEDA AdvancedConfig */
export interface AdvancedScaling {
  readonly horizontalPodAutoscalerConfig?: { readonly name?: string };
}

/** @source KEDA ScaledObjectSpec */
export interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind?: string; readonly name: string };
  readonly minReplicaCount?: number;
  readonly maxReplicaCount?: number;
  readonly advanced?: AdvancedScaling;
  readonly triggers?: readonly ScaleTrigger[];
}

/** @source KEDA keda.sh/v1alpha1 ScaledObject */
export interface ScaledObject extends Manifest {
  readonly spec: ScaledObjectSpec;
}

/** Where ScaledObjects live in the API. */
export const SCALED_OBJECTS: NamedType<ScaledObject> = {
  apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', plural: 'scaledobjects', namespaced: true, noun: 'Keda ScaledObject',
};

/** Annotation with which KEDA holds a workload at a number of replicas. */
export const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

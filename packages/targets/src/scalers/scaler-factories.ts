import type { ScalerFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import { SCALED_OBJECTS } from '../objects/scaled-object.ts';
import { HpaScaler } from './hpa-scaler.ts';
import { KedaScaler } from './keda-scaler.ts';

/** Keeps HorizontalPodAutoscalers in step; any version that a canary names is read as autoscaling/v2. */
export const hpaFactory: ScalerFactory = {
  handles: [{ apiVersion: '*', kind: 'HorizontalPodAutoscaler' }],
  rbac: [allow(HORIZONTAL_POD_AUTOSCALERS, ...READ, 'create', 'update')],
  create: env => new HpaScaler(env),
};

/** Keeps KEDA ScaledObjects in step. */
export const kedaFactory: ScalerFactory = {
  handles: [{ apiVersion: '*', kind: 'ScaledObject' }],
  rbac: [allow(SCALED_OBJECTS, ...READ, 'create', 'update', 'patch')],
  create: env => new KedaScaler(env),
};

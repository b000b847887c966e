import { CanaryError } from '@flagger/sdk';
import type { AutoscalerRef, Canary } from '@flagger/sdk';
import { namespaceOf } from '../access/key-in.ts';

/** The autoscaler that a canary names. @throws CanaryError Invalid */
export function autoscalerOf(canary: Canary): AutoscalerRef {
  const { autoscalerRef } = canary.spec;
  if (autoscalerRef !== undefined) return autoscalerRef;
  throw new CanaryError('Invalid', 'never', `canary ${canary.metadata.name}.${namespaceOf(canary)} has no spec.autoscalerRef`);
}

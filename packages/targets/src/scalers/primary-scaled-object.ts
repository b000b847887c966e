import { canaryOwner, workloadName } from '@flagger/sdk';
import type { AutoscalerRef, Canary } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { withoutKeys, withoutToolkit } from '../metadata/filter.ts';
import { mapField } from '../objects/map-field.ts';
import { PAUSED_REPLICAS, SCALED_OBJECTS } from '../objects/scaled-object.ts';
import type { ScaledObject, ScaledObjectSpec } from '../objects/scaled-object.ts';
import { sameContent } from '../template/canonical.ts';
import { primaryTrigger } from './primary-query.ts';

/**
 * The primary's ScaledObject, as it is created.
 *
 * @source flagger pkg/canary/scaled_object_reconciler.go
 * @differs it does not inherit the pause of the target's, with which it would stay at zero: `keda-scaler.test.ts` "is not born paused"
 * @differs fields that this software does not know are copied too: `keda-scaler.test.ts` "unknown fields"
 */
export function renderPrimaryScaledObject(canary: Canary, ref: AutoscalerRef, target: ScaledObject): ScaledObject {
  return {
    apiVersion: SCALED_OBJECTS.apiVersion,
    kind: SCALED_OBJECTS.kind,
    metadata: {
      ...keyIn(canary, `${ref.name}-primary`),
      labels: withoutToolkit(target.metadata.labels),
      annotations: withoutKeys(withoutToolkit(target.metadata.annotations), PAUSED_REPLICAS),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: primarySpec(canary, ref, target.spec),
  };
}

/**
 * The primary's live ScaledObject with the specification that follows the target's; the very same object where it has it.
 *
 * @source flagger pkg/canary/scaled_object_reconciler.go
 * @differs its labels and annotations stay as they are: `keda-scaler.test.ts` "reaches its twin only with sync"
 */
export function mergePrimaryScaledObject(live: ScaledObject, desired: ScaledObject): ScaledObject {
  return sameContent(live.spec, desired.spec) ? live : { ...live, spec: desired.spec };
}

function primarySpec(canary: Canary, ref: AutoscalerRef, target: ScaledObjectSpec): ScaledObjectSpec {
  const { minReplicas, maxReplicas } = ref.primaryScalerReplicas ?? {};
  const autoscaler = mapField(target.advanced?.horizontalPodAutoscalerConfig ?? {}, 'name', name => (name ? `${name}-primary` : name));
  const spec: ScaledObjectSpec = {
    ...target,
    scaleTargetRef: { ...target.scaleTargetRef, name: workloadName(canary, 'primary') },
    advanced: { ...target.advanced, horizontalPodAutoscalerConfig: autoscaler },
    ...(minReplicas !== undefined && { minReplicaCount: minReplicas }),
    ...(maxReplicas !== undefined && { maxReplicaCount: maxReplicas }),
  };
  return mapField(spec, 'triggers', triggers => triggers.map(trigger => primaryTrigger(trigger, ref, canary.spec.targetRef.name)));
}

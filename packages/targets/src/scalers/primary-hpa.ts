import { canaryOwner, workloadName } from '@flagger/sdk';
import type { AutoscalerRef, Canary } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { includedByPrefix, withoutToolkit } from '../metadata/filter.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from '../objects/horizontal-pod-autoscaler.ts';
import { pickFields, withFields } from '../objects/with-fields.ts';
import { sameContent } from '../template/canonical.ts';

const FOLLOWED = ['minReplicas', 'maxReplicas', 'metrics', 'behavior'] as const;

/** The primary's autoscaler, as it is created. @source flagger pkg/canary/hpa_reconciler.go */
export function renderPrimaryHpa(canary: Canary, ref: AutoscalerRef, target: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { apiVersion, kind } = HORIZONTAL_POD_AUTOSCALERS;
  return {
    apiVersion,
    kind,
    metadata: {
      ...keyIn(canary, `${ref.name}-primary`),
      labels: withoutToolkit(target.metadata.labels),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: {
      scaleTargetRef: { ...target.spec.scaleTargetRef, name: workloadName(canary, 'primary') },
      maxReplicas: target.spec.maxReplicas,
      ...pickFields<HorizontalPodAutoscalerSpec, (typeof FOLLOWED)[number]>(target.spec, FOLLOWED),
      ...ref.primaryScalerReplicas,
    },
  };
}

/**
 * The primary's live autoscaler, following the target's; the very same object where it does. Labels are the target's, annotations the
 * target's included ones beside those of others.
 *
 * @source flagger pkg/canary/hpa_reconciler.go
 * @differs labels and annotations follow too, and nothing is written when they do: `hpa-scaler.test.ts` "follows labels and annotations"
 */
export function mergePrimaryHpa(
  live: HorizontalPodAutoscaler,
  desired: HorizontalPodAutoscaler,
  target: HorizontalPodAutoscaler,
  includeLabelPrefixes: readonly string[],
): HorizontalPodAutoscaler {
  const labels = desired.metadata.labels ?? {};
  const annotations = { ...live.metadata.annotations, ...includedByPrefix(target.metadata.annotations, includeLabelPrefixes) };
  const spec = withFields<HorizontalPodAutoscalerSpec, (typeof FOLLOWED)[number]>(live.spec, desired.spec, FOLLOWED);
  const next = { ...live, metadata: { ...live.metadata, labels, annotations }, spec };
  return sameHpa(live, next) ? live : next;
}

function sameHpa(live: HorizontalPodAutoscaler, next: HorizontalPodAutoscaler): boolean {
  // An absent minimum means one.
  const contentOf = ({ metadata, spec }: HorizontalPodAutoscaler): unknown => [metadata, { ...spec, minReplicas: spec.minReplicas ?? 1 }];
  return sameContent(contentOf(live), contentOf(next));
}

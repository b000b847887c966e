import { canaryOwner, workloadName } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { includedByPrefix, onlyKeys, withoutKeys, withoutToolkit } from '../metadata/filter.ts';
import { primaryLabels } from '../metadata/selector-label.ts';
import { pickFields, withFields } from '../objects/with-fields.ts';
import type { StringMap } from '../objects/string-map.ts';
import type { Workload } from '../objects/workload.ts';
import { sameContent } from '../template/canonical.ts';
import type { PrimaryDraft } from './primary-draft.ts';
import type { WorkloadKind } from './workload-kind.ts';

/** Annotations that the Deployment controller writes and restores at once. */
export const OWN_REVISION: readonly string[] = ['deployment.kubernetes.io/revision'];

/**
 * A new primary. It has all annotations of the target, also `last-applied-configuration`; a promotion leaves only included ones.
 *
 * @source flagger pkg/canary/deployment_controller.go createPrimaryDeployment
 */
export function renderPrimary<W extends Workload>(kind: WorkloadKind<W>, draft: PrimaryDraft<W>): W {
  const { canary, target, label, template } = draft;
  const primary: Workload = {
    apiVersion: kind.type.apiVersion,
    kind: kind.type.kind,
    metadata: {
      ...keyIn(canary, workloadName(canary, 'primary')),
      labels: objectLabels(draft),
      annotations: withoutToolkit(target.metadata.annotations),
      ownerReferences: [canaryOwner(canary)],
    },
    spec: {
      ...pickFields<W['spec'], keyof W['spec']>(target.spec, kind.carriedFields),
      ...kind.initialFields(target, canary),
      selector: { matchLabels: { [label.key]: label.primaryValue } },
      template,
    },
  };
  // Every field of W beside those is optional: a kind's fields come from its own specification.
  return primary as W;
}

/**
 * The live primary with the target's revision; the very same object where it has that already. Its selector and its scale stay, the
 * latter but for a target without autoscaler. `marks` are annotations of ours.
 *
 * @source flagger pkg/canary/deployment_controller.go promoteDeployment
 * @differs the Deployment controller's own annotation stays: `promote.test.ts` "leaves the Deployment controller its revision"
 */
export function promotePrimary<W extends Workload>(kind: WorkloadKind<W>, draft: PrimaryDraft<W>, live: W, marks: StringMap = {}): W {
  const { canary, target, template } = draft;
  const carried = withFields<W['spec'], keyof W['spec']>(live.spec, target.spec, kind.carriedFields);
  const next: W = {
    ...live,
    metadata: { ...live.metadata, labels: objectLabels(draft), annotations: { ...promotedAnnotations(draft, live.metadata.annotations), ...marks } },
    spec: { ...carried, ...kind.promotedFields(target, canary), template },
  };
  return sameContent([live.metadata, live.spec], [next.metadata, next.spec]) ? live : next;
}

function objectLabels<W extends Workload>({ target, label, includeLabelPrefixes }: PrimaryDraft<W>): StringMap {
  return primaryLabels(includedByPrefix(target.metadata.labels, includeLabelPrefixes), label);
}

function promotedAnnotations<W extends Workload>({ target, includeLabelPrefixes }: PrimaryDraft<W>, live: StringMap | undefined): StringMap {
  const included = withoutKeys(includedByPrefix(target.metadata.annotations, includeLabelPrefixes), ...OWN_REVISION);
  return { ...included, ...onlyKeys(live, ...OWN_REVISION) };
}

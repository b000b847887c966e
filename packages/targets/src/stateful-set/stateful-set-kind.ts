import { CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Readiness } from '@flagger/sdk';
import { namespaceOf } from '../access/key-in.ts';
import { STATEFUL_SETS } from '../objects/stateful-set.ts';
import type { StatefulSet, StatefulSetSpec } from '../objects/stateful-set.ts';
import { pickFields } from '../objects/with-fields.ts';
import { primaryAffinity } from '../template/affinity.ts';
import { initialReplicas, promotedReplicas } from '../workload/primary-replicas.ts';
import { progressDeadlineSeconds, readyThresholdPercent } from '../workload/ready-threshold.ts';
import type { ReadinessQuestion, ReleaseParts, WorkloadKind } from '../workload/workload-kind.ts';
import { objectionTo } from './objections.ts';
import { statefulSetReadiness } from './stateful-set-readiness.ts';

/** Fields that an API server takes at the creation of a StatefulSet only, some versions all of them. */
const BORN_WITH = ['podManagementPolicy', 'volumeClaimTemplates', 'revisionHistoryLimit'] as const satisfies readonly (keyof StatefulSetSpec)[];

/**
 * How StatefulSets are released. The primary's pods get their names from the primary's generated Service, which can give each an address
 * where `spec.service.headless` is set.
 *
 * @differs Flagger releases no StatefulSets: `stateful-set.test.ts` "has a primary of its own"
 */
export const STATEFUL_SET_KIND: WorkloadKind<StatefulSet> = {
  type: STATEFUL_SETS,
  carriedFields: ['minReadySeconds', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'ordinals'],
  check,
  template: ({ spec }) => spec.template,
  spread: (template, rule) => ({ ...template, spec: primaryAffinity(template.spec, rule) }),
  initialFields,
  promotedFields: promotedReplicas,
  readiness,
};

function check(target: StatefulSet, release: ReleaseParts<StatefulSet>): void {
  const objection = objectionTo(target, release);
  if (objection === undefined) return;
  throw new CanaryError('Invalid', 'never', `statefulset ${target.metadata.name}.${namespaceOf(release.canary)} can't be released: ${objection}`);
}

function initialFields(target: StatefulSet, canary: Canary): Partial<StatefulSetSpec> {
  return { ...initialReplicas(target), ...pickFields(target.spec, BORN_WITH), serviceName: serviceNames(canary).primary };
}

function readiness(statefulSet: StatefulSet, { canary, role, nowMs }: ReadinessQuestion): Readiness {
  const found = statefulSetReadiness(statefulSet, {
    nowMs,
    deadlineSeconds: progressDeadlineSeconds(canary),
    thresholdPercent: readyThresholdPercent(canary, role),
    since: canary.status?.lastTransitionTime,
  });
  if (found.state === 'ready') return found;
  return { ...found, reason: `${role} statefulset ${statefulSet.metadata.name}.${namespaceOf(canary)} not ready: ${found.reason}` };
}

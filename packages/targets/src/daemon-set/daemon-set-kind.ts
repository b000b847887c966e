import { CanaryError } from '@flagger/sdk';
import type { Readiness } from '@flagger/sdk';
import { namespaceOf } from '../access/key-in.ts';
import { withoutKeys } from '../metadata/filter.ts';
import { DAEMON_SETS } from '../objects/daemon-set.ts';
import type { DaemonSet } from '../objects/daemon-set.ts';
import { mapField } from '../objects/map-field.ts';
import { progressDeadlineSeconds, readyThresholdPercent } from '../workload/ready-threshold.ts';
import type { ReadinessQuestion, WorkloadKind } from '../workload/workload-kind.ts';
import { daemonSetReadiness } from './daemon-set-readiness.ts';

/** Node label that no node has: a DaemonSet that asks for it runs no pods. */
export const SCALE_TO_ZERO = 'flagger.app/scale-to-zero';

/** How DaemonSets are released. Their pods have no anti-affinity to rewrite. */
export const DAEMON_SET_KIND: WorkloadKind<DaemonSet> = {
  type: DAEMON_SETS,
  carriedFields: ['minReadySeconds', 'revisionHistoryLimit', 'updateStrategy'],
  check,
  template: ({ spec }) => mapField(spec.template, 'spec', pod => mapField(pod, 'nodeSelector', nodes => withoutKeys(nodes, SCALE_TO_ZERO))),
  spread: template => template,
  initialFields: () => ({}),
  promotedFields: () => ({}),
  readiness,
};

function check({ metadata, spec }: DaemonSet): void {
  const strategy = spec.updateStrategy?.type || 'RollingUpdate';
  if (strategy === 'RollingUpdate') return;
  const id = `${metadata.name}.${metadata.namespace}`;
  throw new CanaryError('Invalid', 'never', `daemonset ${id} must have RollingUpdate strategy but have ${strategy}`);
}

function readiness(daemonSet: DaemonSet, { canary, role, nowMs }: ReadinessQuestion): Readiness {
  const found = daemonSetReadiness(daemonSet, {
    nowMs,
    deadlineSeconds: progressDeadlineSeconds(canary),
    thresholdPercent: readyThresholdPercent(canary, role),
    since: canary.status?.lastTransitionTime,
  });
  if (found.state === 'ready') return found;
  const id = `${daemonSet.metadata.name}.${namespaceOf(canary)}`;
  // The spelling is Flagger's.
  const words = role === 'primary' ? `primary daemonset ${id} not ready` : `canary damonset ${id} not ready with retryable ${found.state === 'waiting'}`;
  return { ...found, reason: `${words}: ${found.reason}` };
}

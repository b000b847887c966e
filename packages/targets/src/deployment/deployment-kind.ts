import type { Readiness } from '@flagger/sdk';
import { namespaceOf } from '../access/key-in.ts';
import { DEPLOYMENTS } from '../objects/deployment.ts';
import type { Deployment } from '../objects/deployment.ts';
import { primaryAffinity } from '../template/affinity.ts';
import { initialReplicas, promotedReplicas } from '../workload/primary-replicas.ts';
import { progressDeadlineSeconds, readyThresholdPercent } from '../workload/ready-threshold.ts';
import type { ReadinessQuestion, WorkloadKind } from '../workload/workload-kind.ts';
import { deploymentReadiness } from './deployment-readiness.ts';

/**
 * How Deployments are released. `paused` is not copied: a primary always rolls.
 *
 * @source flagger pkg/canary/deployment_controller.go
 * @differs a target at zero, which may just rest, does not stop its primary: `promote.test.ts` "with a target at zero"
 */
export const DEPLOYMENT_KIND: WorkloadKind<Deployment> = {
  type: DEPLOYMENTS,
  carriedFields: ['progressDeadlineSeconds', 'minReadySeconds', 'revisionHistoryLimit', 'strategy'],
  check: () => undefined,
  template: ({ spec }) => spec.template,
  spread: (template, rule) => ({ ...template, spec: primaryAffinity(template.spec, rule) }),
  initialFields: initialReplicas,
  promotedFields: promotedReplicas,
  readiness,
};

function readiness(deployment: Deployment, { canary, role, nowMs }: ReadinessQuestion): Readiness {
  const deadlineSeconds = progressDeadlineSeconds(canary);
  const found = deploymentReadiness(deployment, { nowMs, deadlineSeconds, thresholdPercent: readyThresholdPercent(canary, role) });
  if (found.state === 'ready') return found;
  const id = `${deployment.metadata.name}.${namespaceOf(canary)}`;
  return { ...found, reason: `${role === 'primary' ? id : `canary deployment ${id}`} not ready: ${found.reason}` };
}

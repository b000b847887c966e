import { advanceDaemonSet, daemonSetStatus, daemonSetWakeAtMs, NO_DAEMON_PODS } from './daemon-set.ts';
import type { DaemonPods } from './daemon-set.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { deploymentAnnotations, deploymentStatus, deploymentWakeAtMs } from './deployment-status.ts';
import { NO_ROLLOUT, podsOf } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import { advanceStatefulSet, NO_STATEFUL_PODS, statefulSetStatus, statefulSetWakeAtMs } from './stateful-set.ts';
import type { StatefulPods } from './stateful-set.ts';
import type { WorkloadModel } from './workload-model.ts';
import { DAEMON_SETS, DEPLOYMENTS, STATEFUL_SETS } from './workload-types.ts';
import type { DaemonSet, Deployment, StatefulSet } from './workload-types.ts';

/** The Deployment controller with its replica sets. */
export const deploymentModel: WorkloadModel<Deployment, Rollout> = {
  type: DEPLOYMENTS,
  none: NO_ROLLOUT,
  advance: (deployment, rollout, world) => advanceDeployment(deployment, rollout, world.nowMs, world.defaults),
  status: (deployment, rollout, world) => deploymentStatus(deployment, rollout, world.nowMs),
  wakeAtMs: (deployment, rollout, world) => deploymentWakeAtMs(deployment, rollout, world.nowMs),
  annotations: deploymentAnnotations,
  listPods: podsOf,
};

/** The DaemonSet controller. */
export const daemonSetModel: WorkloadModel<DaemonSet, DaemonPods> = {
  type: DAEMON_SETS,
  none: NO_DAEMON_PODS,
  advance: advanceDaemonSet,
  status: (daemonSet, pods, world) => daemonSetStatus(daemonSet, pods, world.nodes, world.nowMs),
  wakeAtMs: (daemonSet, pods, world) => daemonSetWakeAtMs(daemonSet, pods, world.nowMs),
  annotations: () => ({}),
  listPods: pods => [...pods.byNode.values()],
};

/** The StatefulSet controller. */
export const statefulSetModel: WorkloadModel<StatefulSet, StatefulPods> = {
  type: STATEFUL_SETS,
  none: NO_STATEFUL_PODS,
  advance: (set, pods, world) => advanceStatefulSet(set, pods, world.nowMs, world.defaults),
  status: (set, pods, world) => statefulSetStatus(set, pods, world.nowMs),
  wakeAtMs: (set, pods, world) => statefulSetWakeAtMs(set, pods, world.nowMs),
  annotations: () => ({}),
  listPods: ({ pods }) => pods,
};

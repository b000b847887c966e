import type { TargetFactory } from '@flagger/sdk';
import { DAEMON_SETS } from '../objects/daemon-set.ts';
import { WorkloadTarget } from '../workload/workload-target.ts';
import { workloadRights } from '../workload/workload-rights.ts';
import { DAEMON_SET_KIND } from './daemon-set-kind.ts';
import { DaemonSetScale } from './daemon-set-scale.ts';

/** Releases DaemonSets. */
export const daemonSetFactory: TargetFactory = {
  handles: [{ apiVersion: '*', kind: 'DaemonSet' }],
  rbac: workloadRights(DAEMON_SETS),
  create: env => new WorkloadTarget(env, DAEMON_SET_KIND, new DaemonSetScale(env.store)),
};

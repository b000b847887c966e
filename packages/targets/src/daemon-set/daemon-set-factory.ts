import type { TargetFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { CONFIG_MAPS, SECRETS } from '../objects/config.ts';
import { DAEMON_SETS } from '../objects/daemon-set.ts';
import { SERVICES } from '../objects/service.ts';
import { WorkloadTarget } from '../workload/workload-target.ts';
import { DAEMON_SET_KIND } from './daemon-set-kind.ts';
import { DaemonSetScale } from './daemon-set-scale.ts';

/** Releases DaemonSets. */
export const daemonSetFactory: TargetFactory = {
  handles: [{ apiVersion: '*', kind: 'DaemonSet' }],
  rbac: [
    allow(DAEMON_SETS, ...READ, 'create', 'update', 'patch'),
    allow(SERVICES, ...READ, 'create', 'update'),
    allow(CONFIG_MAPS, ...READ, 'create', 'update'),
    allow(SECRETS, ...READ, 'create', 'update'),
  ],
  create: env => new WorkloadTarget(env, DAEMON_SET_KIND, new DaemonSetScale(env.store)),
};

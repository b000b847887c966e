import type { TargetFactory } from '@flagger/sdk';
import { allow, READ } from '../access/verbs.ts';
import { HORIZONTAL_POD_AUTOSCALERS } from '../objects/horizontal-pod-autoscaler.ts';
import { SCALED_OBJECTS } from '../objects/scaled-object.ts';
import type { ReplicatedWorkload } from '../objects/workload.ts';
import { ReplicaScale } from './replica-scale.ts';
import type { WorkloadKind } from './workload-kind.ts';
import { workloadRights } from './workload-rights.ts';
import { WorkloadTarget } from './workload-target.ts';

/** Releases a kind of workload that scales by its replicas, or by an autoscaler. */
export function replicatedFactory<W extends ReplicatedWorkload>(kind: WorkloadKind<W>): TargetFactory {
  return {
    handles: [{ apiVersion: '*', kind: kind.type.kind }],
    rbac: [...workloadRights(kind.type), allow(HORIZONTAL_POD_AUTOSCALERS, ...READ), allow(SCALED_OBJECTS, ...READ)],
    create: env => new WorkloadTarget(env, kind, new ReplicaScale(env.store, kind.type)),
  };
}

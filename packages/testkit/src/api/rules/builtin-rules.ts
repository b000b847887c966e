import { validateAutoscaler } from './autoscaler-validation.ts';
import { validateIngress } from './ingress-validation.ts';
import { establish } from '../resources/custom-resources.ts';
import { defaultAutoscaler } from './defaults/autoscaler.ts';
import {
  defaultDefinition, defaultEndpoints, defaultEndpointSlice, defaultEvent, defaultNetworkPolicy, defaultPod, defaultRoleBinding, defaultVolumeClaim,
} from './defaults/others.ts';
import { defaultCronJob, defaultDeployment, defaultJob, defaultReplicaSet, defaultStatefulSet } from './defaults/workloads.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespaces.ts';
import { defaultSecret } from './secret.ts';
import { serviceRules } from './service.ts';
import { admitPod } from './pod.ts';
import { labelJob } from './job.ts';
import { timestamp } from './timestamp.ts';
import { daemonSetRules, workloadRules } from './workload-rules.ts';

/** The rules of the built-in kinds, by kind. */
export const BUILTIN_RULES: Readonly<Record<string, KindRules>> = {
  Namespace: namespaceRules,
  Secret: { defaults: defaultSecret },
  Node: { keepsStatusOnCreate: true },
  Pod: { defaults: defaultPod, prepareCreate: admitPod },
  Service: serviceRules,
  Event: { defaults: defaultEvent },
  Endpoints: { defaults: defaultEndpoints },
  EndpointSlice: { defaults: defaultEndpointSlice },
  PersistentVolumeClaim: { defaults: defaultVolumeClaim, prepareCreate: draft => void (draft['status'] = { phase: 'Pending' }) },
  Deployment: workloadRules(defaultDeployment),
  DaemonSet: daemonSetRules,
  StatefulSet: workloadRules(defaultStatefulSet),
  ReplicaSet: workloadRules(defaultReplicaSet),
  Job: { defaults: defaultJob, prepareCreate: labelJob },
  CronJob: { defaults: defaultCronJob },
  HorizontalPodAutoscaler: { defaults: defaultAutoscaler, validate: validateAutoscaler },
  Ingress: { validate: validateIngress },
  NetworkPolicy: { defaults: defaultNetworkPolicy },
  RoleBinding: { defaults: defaultRoleBinding },
  ClusterRoleBinding: { defaults: defaultRoleBinding },
  CustomResourceDefinition: { defaults: defaultDefinition, prepareCreate: (draft, state) => establish(draft, timestamp(state.clock.now())) },
};

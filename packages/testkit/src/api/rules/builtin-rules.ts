import { establish } from '../resources/custom-resources.ts';
import { defaultAutoscaler } from './defaults/autoscaler.ts';
import {
  defaultDefinition, defaultEndpoints, defaultEndpointSlice, defaultNetworkPolicy, defaultPod, defaultRoleBinding, defaultVolumeClaim,
} from './defaults/others.ts';
import { defaultCronJob, defaultDeployment, defaultJob, defaultReplicaSet, defaultStatefulSet } from './defaults/workloads.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespaces.ts';
import { defaultSecret } from './secret.ts';
import { serviceRules } from './service.ts';
import { timestamp } from './timestamp.ts';
import { daemonSetRules, workloadRules } from './workload-rules.ts';

/** The rules of the built-in kinds, by kind. */
export const BUILTIN_RULES: Readonly<Record<string, KindRules>> = {
  Namespace: namespaceRules,
  Secret: { defaults: defaultSecret },
  Node: { keepsStatusOnCreate: true },
  Pod: { defaults: defaultPod, prepareCreate: draft => void (draft['status'] = { phase: 'Pending', qosClass: 'BestEffort' }) },
  Service: serviceRules,
  Endpoints: { defaults: defaultEndpoints },
  EndpointSlice: { defaults: defaultEndpointSlice },
  PersistentVolumeClaim: { defaults: defaultVolumeClaim, prepareCreate: draft => void (draft['status'] = { phase: 'Pending' }) },
  Deployment: workloadRules(defaultDeployment),
  DaemonSet: daemonSetRules,
  StatefulSet: workloadRules(defaultStatefulSet),
  ReplicaSet: workloadRules(defaultReplicaSet),
  Job: { defaults: defaultJob },
  CronJob: { defaults: defaultCronJob },
  HorizontalPodAutoscaler: { defaults: defaultAutoscaler },
  NetworkPolicy: { defaults: defaultNetworkPolicy },
  RoleBinding: { defaults: defaultRoleBinding },
  ClusterRoleBinding: { defaults: defaultRoleBinding },
  CustomResourceDefinition: { defaults: defaultDefinition, prepareCreate: (draft, state) => establish(draft, timestamp(state.clock.now())) },
};

import type { ApiObject } from '../../api-object.ts';
import { ensureObject, fill, itemsAt, objectAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { defaultPodTemplate } from './pod-spec.ts';

/** Sets the defaults of a Deployment. @source Kubernetes apps/v1 SetDefaults_Deployment */
export function defaultDeployment(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy = ensureObject(spec, 'strategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') fill(ensureObject(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
  defaultPodTemplate(draft);
}

/** Sets the defaults of a DaemonSet. @source Kubernetes apps/v1 SetDefaults_DaemonSet */
export function defaultDaemonSet(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { revisionHistoryLimit: 10 });
  const strategy = ensureObject(spec, 'updateStrategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') fill(ensureObject(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
  defaultPodTemplate(draft);
}

/** Sets the defaults of a StatefulSet. @source Kubernetes apps/v1 SetDefaults_StatefulSet */
export function defaultStatefulSet(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 });
  fill(ensureObject(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' });
  const strategy = ensureObject(spec, 'updateStrategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') fill(ensureObject(strategy, 'rollingUpdate'), { partition: 0 });
  for (const claim of itemsAt(spec, 'volumeClaimTemplates')) {
    fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
    fill(ensureObject(claim, 'spec'), { volumeMode: 'Filesystem' });
    fill(ensureObject(claim, 'status'), { phase: 'Pending' });
  }
  defaultPodTemplate(draft);
}

/** Sets the defaults of a ReplicaSet. */
export function defaultReplicaSet(draft: ApiObject): void {
  fill(ensureObject(draft, 'spec'), { replicas: 1 });
  defaultPodTemplate(draft);
}

/** Sets the defaults of a Job. @source Kubernetes batch/v1 SetDefaults_Job */
export function defaultJob(draft: ApiObject): void {
  defaultJobSpec(ensureObject(draft, 'spec'));
  defaultPodTemplate(draft);
}

/** Sets the defaults of a CronJob. @source Kubernetes batch/v1 SetDefaults_CronJob */
export function defaultCronJob(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
  const job = objectAt(spec, 'jobTemplate');
  if (job !== undefined) defaultPodTemplate(job);
}

function defaultJobSpec(spec: JsonObject): void {
  if (spec['completions'] === undefined && spec['parallelism'] === undefined) fill(spec, { completions: 1, parallelism: 1 });
  fill(spec, { parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, podReplacementPolicy: 'TerminatingOrFailed' });
}

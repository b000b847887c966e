import { ensureObject, fill, isObject, itemsAt, objectAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { defaultContainer } from './container.ts';

const FILE_MODE = 0o644;
const HOUR_SECONDS = 3600;

/** Sets the defaults of a pod's spec. @source Kubernetes core/v1 SetDefaults_PodSpec */
export function defaultPodSpec(spec: JsonObject | undefined): void {
  if (spec === undefined) return;
  for (const field of ['initContainers', 'containers', 'ephemeralContainers']) for (const container of itemsAt(spec, field)) defaultContainer(container);
  for (const volume of itemsAt(spec, 'volumes')) defaultVolume(volume);
  fill(spec, { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', securityContext: {}, schedulerName: 'default-scheduler' });
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  if (account === undefined) return;
  for (const field of ['serviceAccountName', 'serviceAccount']) if (spec[field] !== account) spec[field] = account;
}

/** Sets the defaults of a workload's pod template. */
export function defaultPodTemplate(workload: JsonObject): void {
  const template = objectAt(workload, 'spec', 'template');
  defaultPodSpec(template === undefined ? undefined : ensureObject(template, 'spec'));
}

function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).every(field => field === 'name')) volume['emptyDir'] = {};
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) fill(objectAt(volume, source), { defaultMode: FILE_MODE });
  fill(objectAt(volume, 'hostPath'), { type: '' });
  for (const item of itemsAt(volume, 'downwardAPI', 'items')) defaultDownwardItem(item);
  for (const source of itemsAt(volume, 'projected', 'sources')) {
    fill(objectAt(source, 'serviceAccountToken'), { expirationSeconds: HOUR_SECONDS });
    for (const item of itemsAt(source, 'downwardAPI', 'items')) defaultDownwardItem(item);
  }
  fill(objectAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec'), { volumeMode: 'Filesystem' });
}

function defaultDownwardItem(item: JsonObject): void {
  fill(objectAt(item, 'fieldRef'), { apiVersion: 'v1' });
  if (isObject(item['resourceFieldRef'])) fill(item['resourceFieldRef'], { divisor: '0' });
}

import type { ApiObject } from '../api-object.ts';
import { ensureObject, fill } from '../json.ts';

/** Gives a new Job the selector and the labels by which it finds its pods. @source Kubernetes batch/job strategy */
export function labelJob(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  if (spec['manualSelector'] === true) return;
  const uid = String(draft.metadata['uid']);
  const { name } = draft.metadata;
  fill(spec, { manualSelector: false });
  spec['selector'] = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const labels = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
  Object.assign(ensureObject(ensureObject(ensureObject(spec, 'template'), 'metadata'), 'labels'), labels);
  fill(ensureObject(draft.metadata, 'labels'), labels);
}

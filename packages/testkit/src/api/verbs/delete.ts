import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { deleteObject } from '../deletion/delete-object.ts';
import type { Deletion, PropagationPolicy } from '../deletion/begin-deletion.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { conflict, refusedOptions } from '../status-errors.ts';
import { readObject } from './read.ts';
import type { WriteRequest } from './write-request.ts';

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'] satisfies readonly PropagationPolicy[];

/** Deletes an object as its DeleteOptions say. @throws StatusError 404, 409 */
export function removeObject(state: ApiState, request: WriteRequest, name: string, options: JsonObject): Deletion {
  const live = readObject(state, request.resource, request.namespace, name);
  requirePreconditions(request, live, options);
  if (request.dryRun) return { object: live, gone: true };
  return deleteObject(state, request.resource.definition, live, policyOf(options));
}

/** What DeleteOptions say of dependents. @throws StatusError 422 */
function policyOf(options: JsonObject): PropagationPolicy {
  const policy = options['propagationPolicy'];
  if (policy === undefined || policy === null) return options['orphanDependents'] === true ? 'Orphan' : 'Background';
  if (typeof policy === 'string' && POLICIES.includes(policy)) return policy as PropagationPolicy;
  const allowed = [...POLICIES, 'nil'].map(word => JSON.stringify(word)).join(', ');
  throw refusedOptions('DeleteOptions', 'propagationPolicy', 'FieldValueNotSupported', `Unsupported value: ${JSON.stringify(policy)}: supported values: ${allowed}`);
}

function requirePreconditions(request: WriteRequest, live: ApiObject, options: JsonObject): void {
  const preconditions = options['preconditions'];
  if (!isObject(preconditions)) return;
  const { uid, resourceVersion } = preconditions;
  if (typeof uid === 'string' && uid !== live.metadata['uid']) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${String(live.metadata['uid'])}). The object might have been deleted and then recreated`;
    throw conflict({ group: '', plural: request.resource.definition.kind, kind: '' }, live.metadata.name, why);
  }
  if (resourceVersion === undefined || resourceVersion === live.metadata['resourceVersion']) return;
  const current = String(live.metadata['resourceVersion']);
  const why = `Precondition failed: ResourceVersion in precondition: ${String(resourceVersion)}, ResourceVersion in object meta: ${current}`;
  throw conflict(request.resource.definition, live.metadata.name, why);
}

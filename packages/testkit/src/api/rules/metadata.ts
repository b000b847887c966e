import type { ApiObject } from '../api-object.ts';
import { finalizersOf, metadataText } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { badRequest, conflict, invalid } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { timestamp } from './timestamp.ts';

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const LONGEST_BASE = 58;

/** Gives a draft the request's namespace and, where it has a `generateName`, a name. @throws StatusError 400, 422 */
export function nameDraft(state: ApiState, request: WriteRequest, draft: ApiObject): void {
  placeDraft(request, draft);
  if (metadataText(draft, 'name') !== undefined) return;
  const base = metadataText(draft, 'generateName');
  if (base === undefined) {
    const message = 'Required value: name or generateName is required';
    throw invalid(request.resource.definition, '', [{ reason: 'FieldValueRequired', message, field: 'metadata.name' }]);
  }
  const letters = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_LETTERS[Math.floor(state.clock.random() * SUFFIX_LETTERS.length)]);
  draft.metadata.name = base.slice(0, LONGEST_BASE) + letters.join('');
}

/** Refuses a body whose name or namespace is not the path's. @throws StatusError 400 */
export function requireSameName(request: WriteRequest, name: string, draft: ApiObject): void {
  placeDraft(request, draft);
  const given = metadataText(draft, 'name');
  if (given === undefined) throw badRequest('the name of the object (\'\') does not match the name on the URL (' + name + ')');
  if (given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

function placeDraft(request: WriteRequest, draft: ApiObject): void {
  if (!request.resource.definition.namespaced) {
    delete draft.metadata['namespace'];
    return;
  }
  const given = metadataText(draft, 'namespace');
  if (given !== undefined && given !== request.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  draft.metadata['namespace'] = request.namespace;
}

/** Gives a new object its identity. */
export function stampNew(state: ApiState, resource: ServedResource, draft: ApiObject): void {
  const { metadata } = draft;
  for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'resourceVersion', 'generation']) delete metadata[field];
  metadata['uid'] = state.clock.uuid();
  metadata['creationTimestamp'] = timestamp(state.clock.now());
  if (resource.definition.hasGeneration) metadata['generation'] = 1;
}

/** Refuses a draft that was made from an older object, or from another of the same name. @throws StatusError 409, 422 */
export function requireCurrent(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  const { definition } = request.resource;
  const { name } = live.metadata;
  const given = metadataText(draft, 'resourceVersion');
  if (given === undefined && !definition.unconditionalUpdate) {
    const cause = { reason: 'FieldValueInvalid', message: 'Invalid value: 0: must be specified for an update', field: 'metadata.resourceVersion' };
    throw invalid({ ...definition, kind: definition.plural }, name, [cause]);
  }
  requireSameUid(request, draft, live);
  if (given !== undefined && given !== live.metadata['resourceVersion']) throw conflict(definition, name);
}

function requireSameUid(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  const given = metadataText(draft, 'uid');
  if (given === undefined || given === live.metadata['uid']) return;
  const why = `Precondition failed: UID in precondition: ${given}, UID in object meta: ${String(live.metadata['uid'])}`;
  throw conflict(request.resource.definition, live.metadata.name, why);
}

/** Refuses a finalizer that is new on an object that is being deleted. @throws StatusError 422 */
export function refuseNewFinalizers(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  if (metadataText(live, 'deletionTimestamp') === undefined) return;
  const before = finalizersOf(live);
  const added = finalizersOf(draft).filter(finalizer => !before.includes(finalizer));
  if (added.length === 0) return;
  const found = `[]string{${added.map(finalizer => JSON.stringify(finalizer)).join(', ')}}`;
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
  throw invalid(request.resource.definition, live.metadata.name, [{ reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' }]);
}

/** Refuses a patch of the uid. @throws StatusError 422 */
export function refuseNewUid(request: WriteRequest, draft: ApiObject, live: ApiObject): void {
  const given = metadataText(draft, 'uid');
  if (given === undefined || given === live.metadata['uid']) return;
  const cause = { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(given)}: field is immutable`, field: 'metadata.uid' };
  throw invalid(request.resource.definition, live.metadata.name, [cause]);
}

const KEPT = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'resourceVersion', 'generateName'];

/** Gives a draft the identity of the object that it replaces. */
export function stampUpdated(draft: ApiObject, live: ApiObject): void {
  for (const field of KEPT) {
    const value = live.metadata[field];
    if (value === undefined) delete draft.metadata[field];
    else draft.metadata[field] = value;
  }
  delete draft.metadata['selfLink'];
}

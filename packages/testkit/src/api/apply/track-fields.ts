import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { metadataSchema } from '../schema/builtin-schema.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { timestamp } from '../rules/timestamp.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { isEmpty, NO_FIELDS, sameFields, union, without } from './field-set.ts';
import { isSameManager, managedEntries, ownable, setManagedEntries } from './managed-fields.ts';
import type { ManagedEntry } from './managed-fields.ts';
import { changeOf } from './owned-fields.ts';

/** Notes that the request's manager set what is new in a draft; an apply has noted its own already. */
export function trackFields(state: ApiState, request: WriteRequest, draft: ApiObject, live: ApiObject | undefined): void {
  if (request.isApply) return;
  const given = managedEntries(draft);
  const entries = given.length > 0 && request.subresource === '' ? given : managedEntries(live);
  const change = changeOf(ownershipSchema(request), live === undefined ? {} : ownable(live), ownable(draft));
  const mine = entryOf(state, request, 'Update');
  const touched = union(change.set, change.removed);
  if (isEmpty(touched)) return setManagedEntries(draft, entries);
  const own = entries.find(entry => isSameManager(entry, mine));
  const fields = union(without(own?.fields ?? NO_FIELDS, change.removed), change.set);
  const others = entries.filter(entry => entry !== own).map(entry => ({ ...entry, fields: without(entry.fields, touched) }));
  const kept = own !== undefined && sameFields(own.fields, fields) ? own : { ...mine, fields };
  setManagedEntries(draft, [...others, kept]);
}

/** The request's manager, as yet without fields. */
export function entryOf(state: ApiState, request: WriteRequest, operation: ManagedEntry['operation']): ManagedEntry {
  const { definition, version } = request.resource;
  return {
    manager: request.fieldManager, operation, apiVersion: apiVersionOf(definition.group, version.name),
    subresource: request.subresource, time: timestamp(state.clock.now()), fields: NO_FIELDS,
  };
}

const known = new WeakMap<object, JsonSchema>();

/** The schema by which fields of a resource are owned. */
export function ownershipSchema(request: WriteRequest): JsonSchema {
  const { version } = request.resource;
  const found = known.get(version);
  if (found !== undefined) return found;
  const made: JsonSchema = { ...version.schema, properties: { ...version.schema?.properties, metadata: { ...metadataSchema(), 'x-always': true } } };
  known.set(version, made);
  return made;
}

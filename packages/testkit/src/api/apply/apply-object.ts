import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { requireCurrent, requireSameName } from '../rules/metadata.ts';
import { dropZeros } from '../schema/go-zeros.ts';
import { badRequest, refusedOptions } from '../status-errors.ts';
import { insertDraft } from '../verbs/create.ts';
import { decodeBody } from '../verbs/decode-body.ts';
import { replaceObject } from '../verbs/update.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { resolveConflicts } from './apply-conflicts.ts';
import { NO_FIELDS, union, without } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import { isSameManager, managedEntries, ownable, setManagedEntries } from './managed-fields.ts';
import { mergeApplied, removeFields } from './merge-applied.ts';
import { fieldsOf } from './owned-fields.ts';
import { entryOf, ownershipSchema } from './track-fields.ts';

/** What an apply did. */
export interface Applied {
  readonly object: ApiObject;
  readonly created: boolean;
}

/** Applies an object on the server's side: merges it, takes away what its manager no longer states, and notes who owns what. @throws StatusError */
export function applyObject(state: ApiState, request: WriteRequest, name: string, body: JsonValue): Applied {
  if (isObject(body) && isObject(body['metadata']) && Array.isArray(body['metadata']['managedFields'])) throw badRequest('metadata.managedFields must be nil');
  if (!request.namesManager) throw refusedOptions('PatchOptions', 'fieldManager', 'FieldValueRequired', 'Required value: is required for apply patch');
  const write = { ...request, isApply: true };
  const applied = decodeBody(write, body);
  requireSameName(write, name, applied);
  const live = state.store.get(request.resource.definition, request.namespace, name);
  if (live === undefined) {
    setManagedEntries(applied, [{ ...entryOf(state, request, 'Apply'), fields: statedFields(request, applied) }]);
    return { object: insertDraft(state, write, applied), created: true };
  }
  if (applied.metadata['resourceVersion'] !== undefined) requireCurrent(write, applied, live);
  return { object: replaceObject(state, write, mergeInto(state, write, live, applied), live), created: false };
}

// The object itself belongs to nobody.
function statedFields(request: WriteRequest, applied: ApiObject): FieldSet {
  return { ...fieldsOf(ownershipSchema(request), ownable(applied)), self: false };
}

function mergeInto(state: ApiState, request: WriteRequest, live: ApiObject, applied: ApiObject): ApiObject {
  const schema = ownershipSchema(request);
  const stated = ownable(applied);
  const mine = { ...entryOf(state, request, 'Apply'), fields: statedFields(request, applied) };
  const entries = managedEntries(live);
  const before = entries.find(entry => isSameManager(entry, mine));
  const others = resolveConflicts(request, { entries: entries.filter(entry => entry !== before), applied: mine.fields, stated, live: ownable(live) });
  const elsewhere = others.reduce((all, entry) => union(all, entry.fields), NO_FIELDS);
  const dropped = without(without(before?.fields ?? NO_FIELDS, mine.fields), elsewhere);
  const merged = mergeApplied(schema, ownable(live), stated);
  const rest = removeFields(schema, merged, dropped, union(mine.fields, elsewhere));
  const draft = withIdentity(live, rest as JsonObject); // an object stays an object
  setManagedEntries(draft, [...others, mine]);
  if (request.resource.definition.builtIn) dropZeros(schema, draft);
  return draft;
}

function withIdentity(live: ApiObject, owned: JsonObject): ApiObject {
  const { labels: _labels, annotations: _annotations, finalizers: _finalizers, ownerReferences: _owners, ...identity } = live.metadata;
  const metadata = isObject(owned['metadata']) ? owned['metadata'] : {};
  return structuredClone({ ...owned, apiVersion: live.apiVersion, kind: live.kind, metadata: { ...identity, name: live.metadata.name, ...metadata } });
}

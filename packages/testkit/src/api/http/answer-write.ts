import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { applyObject } from '../apply/apply-object.ts';
import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { badRequest, methodNotAllowed } from '../status-errors.ts';
import { createObject } from '../verbs/create.ts';
import { removeObject } from '../verbs/delete.ts';
import { patchObject } from '../verbs/patch.ts';
import { updateObject } from '../verbs/update.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import type { Answer } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { selectObjects } from './list.ts';
import { itemText, objectText } from './object-text.ts';
import { isApply, patchOf } from './patch-of.ts';
import { writeScale } from './scale.ts';
import { writeRequestOf } from './write-options.ts';

const WRITABLE_SUBRESOURCES = ['', 'status', 'finalize'];

/** Answers a write. @throws StatusError */
export function answerWrite(state: ApiState, resource: ServedResource, request: ApiRequest, body: JsonValue | undefined): Answer {
  const warnings: string[] = [];
  const write = writeRequestOf(resource, request, message => warnings.push(message));
  if (write.subresource === 'scale') return writeScale(state, write, request, body ?? {});
  if (!WRITABLE_SUBRESOURCES.includes(write.subresource)) throw methodNotAllowed();
  const answer = write.subresource === '' && request.method === 'DELETE'
    ? answerDelete(state, write, request, body)
    : answerStored(resource, ...storeBody(state, write, request, body));
  if (warnings.length === 0) return answer;
  return { ...answer, headers: { warning: warnings.map(message => `299 - ${JSON.stringify(message)}`).join(', ') } };
}

function storeBody(state: ApiState, write: WriteRequest, request: ApiRequest, body: JsonValue | undefined): [number, ApiObject] {
  const name = request.target?.name ?? '';
  if (body === undefined) throw badRequest('the request has no body');
  if ((request.verb === 'create') !== (name === '')) throw methodNotAllowed();
  if (request.verb === 'create') return [201, createObject(state, write, body)];
  return request.verb === 'update' ? [200, updateObject(state, write, name, body)] : storePatch(state, write, request, body);
}

function storePatch(state: ApiState, write: WriteRequest, request: ApiRequest, body: JsonValue): [number, ApiObject] {
  const name = request.target?.name ?? '';
  if (!isApply(request.contentType)) return [200, patchObject(state, write, name, patchOf(write.resource, request.contentType, body))];
  const applied = applyObject(state, write, name, body);
  return [applied.created ? 201 : 200, applied.object];
}

function answerStored(resource: ServedResource, code: number, object: ApiObject): Answer {
  return { code, body: objectText(resource, object), result: object };
}

function answerDelete(state: ApiState, write: WriteRequest, request: ApiRequest, body: JsonValue | undefined): Answer {
  const options = { ...fromQuery(request.query), ...(isObject(body) ? body : {}) };
  const name = request.target?.name ?? '';
  if (name === '') return deleteCollection(state, write, request, options);
  const { object, gone } = removeObject(state, write, name, options);
  if (!gone) return answerStored(write.resource, 200, object);
  const { definition } = write.resource;
  const details = { name, ...(definition.group === '' ? {} : { group: definition.group }), kind: definition.plural, uid: String(object.metadata['uid']) };
  return { code: 200, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }), result: object };
}

function deleteCollection(state: ApiState, write: WriteRequest, request: ApiRequest, options: JsonObject): Answer {
  const { definition, version } = write.resource;
  const chosen = selectObjects(state, write.resource, request);
  for (const object of chosen) {
    const namespace = String(object.metadata['namespace'] ?? '');
    // An earlier one may have taken this one along.
    if (state.store.get(definition, namespace, object.metadata.name) !== undefined) removeObject(state, { ...write, namespace }, object.metadata.name, options);
  }
  const apiVersion = definition.group === '' ? version.name : `${definition.group}/${version.name}`;
  const items = chosen.map(object => itemText(write.resource, object)).join(',');
  return { code: 200, body: `{"kind":"${definition.listKind}","apiVersion":"${apiVersion}","metadata":{"resourceVersion":"${state.store.revision}"},"items":[${items}]}` };
}

function fromQuery(query: URLSearchParams): JsonObject {
  const policy = query.get('propagationPolicy');
  return policy === null ? {} : { propagationPolicy: policy };
}

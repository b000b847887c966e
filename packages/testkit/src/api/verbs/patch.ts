import type { ApiObject } from '../api-object.ts';
import { apiVersionOf } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { JsonValue } from '../json.ts';
import { refuseNewUid, requireCurrent, requireSameName } from '../rules/metadata.ts';
import { decodeBody } from './decode-body.ts';
import { readObject } from './read.ts';
import { replaceObject } from './update.ts';
import type { WriteRequest } from './write-request.ts';

/** Makes the next state of an object from a copy of the live one. */
export type Patch = (live: ApiObject) => JsonValue;

/** Patches an object. A patch that names no resource version never conflicts. @throws StatusError */
export function patchObject(state: ApiState, request: WriteRequest, name: string, patch: Patch): ApiObject {
  const live = readObject(state, request.resource, request.namespace, name);
  const { definition, version } = request.resource;
  const served = { ...structuredClone(live), apiVersion: apiVersionOf(definition.group, version.name) };
  const draft = decodeBody(request, patch(served));
  requireSameName(request, name, draft);
  refuseNewUid(request, draft, live);
  requireCurrent(request, draft, live);
  return replaceObject(state, request, draft, live);
}

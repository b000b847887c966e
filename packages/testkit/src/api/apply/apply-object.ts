import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { JsonValue } from '../json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { createObject } from '../verbs/create.ts';
import { patchObject } from '../verbs/patch.ts';
import type { WriteRequest } from '../verbs/write-request.ts';

/** What an apply did. */
export interface Applied {
  readonly object: ApiObject;
  readonly created: boolean;
}

/** Applies an object on the server's side. @throws StatusError */
export function applyObject(state: ApiState, request: WriteRequest, name: string, body: JsonValue): Applied {
  if (state.store.get(request.resource.definition, request.namespace, name) === undefined) return { object: createObject(state, request, body), created: true };
  return { object: patchObject(state, request, name, live => mergePatch(live, body)), created: false };
}

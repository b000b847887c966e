import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { JsonObject } from '../json.ts';
import type { ServedResource } from '../resources/resource-definition.ts';

/** Whether a client asked for a table, as `kubectl get` does. */
export function wantsTable(_request: ApiRequest): boolean {
  return false;
}

/** What goes into a table. */
export interface TableContent {
  readonly objects: readonly ApiObject[];
  readonly metadata: JsonObject;
  readonly query: URLSearchParams;
}

/** The JSON of a table. */
export function tableText(_state: ApiState, _resource: ServedResource, _content: TableContent): string {
  return '';
}

/** Writes one object as a table of one row, for a watch; the first has the column definitions. */
export function rowWriter(_state: ApiState, _resource: ServedResource, _query: URLSearchParams): (object: ApiObject) => string {
  return () => '';
}

import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ServedResource } from '../resources/resource-definition.ts';
import { asVersion } from '../verbs/read.ts';
import { columnsOf } from './table-column.ts';

const META = 'meta.k8s.io/v1';

/** Whether a client asked for a table, as `kubectl get` does. */
export function wantsTable(request: ApiRequest): boolean {
  const first = request.accept.split(',')[0] ?? '';
  return first.includes('as=Table') && first.includes('v=v1;') && first.includes('g=meta.k8s.io');
}

/** What goes into a table. */
export interface TableContent {
  readonly objects: readonly ApiObject[];
  readonly metadata: JsonObject;
  readonly query: URLSearchParams;
}

/** The JSON of a table. */
export function tableText(state: ApiState, resource: ServedResource, content: TableContent): string {
  const rows = content.objects.map(object => rowOf(state, resource, object, content.query));
  return JSON.stringify({ kind: 'Table', apiVersion: META, metadata: content.metadata, columnDefinitions: definitionsOf(resource), rows });
}

/** Writes one object as a table of one row, for a watch; the first has the column definitions. */
export function rowWriter(state: ApiState, resource: ServedResource, query: URLSearchParams): (object: ApiObject) => string {
  let definitions: JsonValue = definitionsOf(resource);
  return object => {
    const metadata = { resourceVersion: String(object.metadata['resourceVersion']) };
    const table = { kind: 'Table', apiVersion: META, metadata, columnDefinitions: definitions, rows: [rowOf(state, resource, object, query)] };
    definitions = null;
    return JSON.stringify(table);
  };
}

function definitionsOf(resource: ServedResource): JsonObject[] {
  return columnsOf(resource).map(({ name, type, format = '', description = '', priority }) => ({ name, type, format, description, priority }));
}

function rowOf(state: ApiState, resource: ServedResource, object: ApiObject, query: URLSearchParams): JsonObject {
  const cells = columnsOf(resource).map(column => column.cell(object, state.clock.now()));
  const include = query.get('includeObject') ?? 'Metadata';
  if (include === 'None') return { cells };
  const shown = include === 'Object' ? asVersion(resource, object) : { kind: 'PartialObjectMetadata', apiVersion: META, metadata: object.metadata };
  return { cells, object: shown };
}

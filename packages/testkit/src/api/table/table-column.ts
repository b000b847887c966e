import { JSONPath } from 'jsonpath-plus';
import type { ApiObject } from '../api-object.ts';
import type { JsonValue } from '../json.ts';
import type { PrinterColumn, ServedResource } from '../resources/resource-definition.ts';
import { ageOf } from './age.ts';
import { AGE, BUILTIN_COLUMNS } from './builtin-columns.ts';

/** A column of a table, and what it shows of an object. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  /** 0: always shown; 1: only in the wide form. */
  readonly priority: number;
  readonly cell: (object: ApiObject, nowMs: number) => JsonValue;
}

const NAME: TableColumn = { name: 'Name', type: 'string', format: 'name', priority: 0, cell: object => object.metadata.name };

/** The columns of a resource. */
export function columnsOf(resource: ServedResource): readonly TableColumn[] {
  const { definition, version } = resource;
  return [NAME, ...(definition.builtIn ? (BUILTIN_COLUMNS[definition.kind] ?? [AGE]) : version.columns.map(printed))];
}

function printed(column: PrinterColumn): TableColumn {
  const { name, type, format, description, priority = 0, jsonPath } = column;
  return {
    name, type, priority, ...(format === undefined ? {} : { format }), ...(description === undefined ? {} : { description }),
    cell: (object, nowMs) => show(type, find(object, jsonPath), nowMs),
  };
}

function find(object: ApiObject, jsonPath: string): JsonValue | undefined {
  const found = JSONPath<JsonValue[]>({ path: `$${jsonPath}`, json: object, wrap: true, eval: 'safe' });
  return found[0];
}

function show(type: string, value: JsonValue | undefined, nowMs: number): JsonValue {
  if (value === undefined) return null;
  if (type === 'date') return ageOf(value, nowMs);
  return type === 'string' && typeof value !== 'string' ? JSON.stringify(value) : value;
}

import { isObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { JsonSchema } from './json-schema.ts';
import { partOf } from './schema-parts.ts';

// Words that the language keeps for itself are escaped in Kubernetes' rules: `self.__namespace__`.
const RESERVED: readonly string[] = [
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while',
];

/** A value as rules see it: integers are integers, and field names are escaped where the language needs it. */
export function celValue(schema: JsonSchema | undefined, value: JsonValue): unknown {
  // Array.from makes an array of this realm, which the library asks for.
  if (Array.isArray(value)) return Array.from(value, item => celValue(schema?.items, item));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([field, inner]) => [escape(field), celValue(partOf(schema, field), inner)]));
  const isInteger = schema?.type === 'integer' || (schema?.['x-kubernetes-int-or-string'] === true && typeof value === 'number');
  return isInteger && typeof value === 'number' ? BigInt(value) : value;
}

function escape(field: string): string {
  if (RESERVED.includes(field)) return `__${field}__`;
  return field.replaceAll('__', '__underscores__').replaceAll('.', '__dot__').replaceAll('-', '__dash__').replaceAll('/', '__slash__');
}

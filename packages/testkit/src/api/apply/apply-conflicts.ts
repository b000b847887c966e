import { isObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { StatusError } from '../status-error.ts';
import type { StatusCause } from '../status-error.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import { fieldSchema, memberAt, sameValue } from './field-elements.ts';
import { childOf, common, fieldSet, pathsOf, THIS_FIELD, without } from './field-set.ts';
import type { FieldSet } from './field-set.ts';
import type { ManagedEntry } from './managed-fields.ts';
import { ownershipSchema } from './track-fields.ts';

/** What an apply states and who else owns parts of it. */
export interface Claim {
  readonly entries: readonly ManagedEntry[];
  readonly applied: FieldSet;
  readonly stated: JsonObject;
  readonly live: JsonObject;
}

/** The other managers' entries after an apply: by force they lose the fields on which they differ. @throws StatusError 409 without force */
export function resolveConflicts(request: WriteRequest, claim: Claim): ManagedEntry[] {
  const schema = ownershipSchema(request);
  const contested = claim.entries.map(entry => ({ entry, fields: differing(schema, common(entry.fields, claim.applied), claim.stated, claim.live) }));
  const conflicts = contested.flatMap(({ entry, fields }) => pathsOf(fields).map(path => ({ who: nameOf(entry), path: pathText(path) })));
  if (conflicts.length > 0 && !request.force) throw conflictError(conflicts);
  return contested.map(({ entry, fields }) => ({ ...entry, fields: without(entry.fields, fields) }));
}

function differing(schema: JsonSchema, fields: FieldSet, stated: JsonValue | undefined, live: JsonValue | undefined): FieldSet {
  if (fields.children.size === 0) return fields.self && !sameValue(stated, live) ? THIS_FIELD : fieldSet(false, []);
  return fieldSet(false, [...fields.children.keys()].map(name => {
    const inner = name.startsWith('f:') ? fieldSchema(schema, name.slice('f:'.length)) : (schema.items ?? {});
    const child = childOf(fields, name);
    // An item itself is never contested, only what it holds.
    const own = name.startsWith('f:') ? child : { ...child, self: false };
    return [name, differing(inner, own, memberAt(schema, stated, name), memberAt(schema, live, name))] as const;
  }));
}

function nameOf(entry: ManagedEntry): string {
  const part = entry.subresource === '' ? '' : ` with subresource ${JSON.stringify(entry.subresource)}`;
  const version = entry.operation === 'Update' ? ` using ${entry.apiVersion}` : '';
  return `${JSON.stringify(entry.manager)}${part}${version}`;
}

function pathText(path: readonly string[]): string {
  return path.map(name => (name.startsWith('f:') ? `.${name.slice('f:'.length)}` : `[${itemText(name)}]`)).join('');
}

function itemText(name: string): string {
  const value = JSON.parse(name.slice('k:'.length)) as JsonValue;
  if (!isObject(value)) return `=${JSON.stringify(value)}`;
  return Object.entries(value).map(([key, part]) => `${key}=${JSON.stringify(part)}`).join(',');
}

function conflictError(conflicts: readonly { readonly who: string; readonly path: string }[]): StatusError {
  const managers = [...new Set(conflicts.map(conflict => conflict.who))];
  const causes: StatusCause[] = conflicts.map(({ who, path }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field: path }));
  const told = managers.map(who => {
    const paths = conflicts.filter(conflict => conflict.who === who).map(conflict => conflict.path);
    return paths.length === 1 ? `conflict with ${who}: ${paths[0]}` : `conflicts with ${who}:\n${paths.map(path => `- ${path}`).join('\n')}`;
  });
  const count = `${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}`;
  return new StatusError(409, 'Conflict', `Apply failed with ${count}: ${told.join('\n')}`, { causes });
}

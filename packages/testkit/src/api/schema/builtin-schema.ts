import { splitApiVersion } from '../api-object.ts';
import { BUILTIN_DEFINITIONS } from './builtin-definitions.generated.ts';
import type { JsonSchema } from './json-schema.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const REF = '#/definitions/';
const EXTENSIONS_GROUP = 'apiextensions.k8s.io';
const linked = new Map<string, JsonSchema>();

/** The name of a built-in kind's definition. */
export function definitionName(apiVersion: string, kind: string): string {
  const { group, version } = splitApiVersion(apiVersion);
  if (kind === 'DeleteOptions') return `${META}.DeleteOptions`;
  if (group === EXTENSIONS_GROUP) return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`;
  return `io.k8s.api.${group === '' ? 'core' : (group.split('.')[0] ?? group)}.${version}.${kind}`;
}

/** The schema of a built-in kind, with its references resolved. */
export function builtinSchema(apiVersion: string, kind: string): JsonSchema {
  return resolve(definitionName(apiVersion, kind));
}

/** The schema of every object's metadata. */
export function metadataSchema(): JsonSchema {
  return resolve(`${META}.ObjectMeta`);
}

/** A definition with its references resolved. */
function resolve(name: string): JsonSchema {
  const found = linked.get(name);
  if (found !== undefined) return found;
  const definition = BUILTIN_DEFINITIONS[name];
  if (definition === undefined) throw new Error(`no definition of ${name}`);
  const made = link(definition);
  linked.set(name, made);
  return made;
}

function link(schema: JsonSchema): JsonSchema {
  const { $ref, ...rest } = schema;
  const whole: JsonSchema = $ref === undefined ? rest : { ...resolve($ref.slice(REF.length)), ...rest };
  if ($ref !== undefined) return whole;
  const { properties, items, additionalProperties } = whole;
  return {
    ...whole,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, link(property)])) }),
    ...(items === undefined ? {} : { items: link(items) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: link(additionalProperties) } : {}),
  };
}

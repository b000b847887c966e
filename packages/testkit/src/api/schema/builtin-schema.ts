import type { JsonSchema } from './json-schema.ts';

/** The schema of a built-in kind. */
export function builtinSchema(_apiVersion: string, _kind: string): JsonSchema | undefined {
  return undefined;
}

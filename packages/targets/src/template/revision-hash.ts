import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';

/**
 * A name for a revision, such as `v1-3f2a…`, from what makes one. It depends on the value only, not on how an API server writes it or on the
 * version of this software; `v1` changes if the rule ever does.
 *
 * @source flagger pkg/canary/spec.go
 * @differs Flagger's hash depends on Go type names and changes with its libraries: `revision-hash.test.ts` "never changes for a template"
 */
export function revisionHash(content: unknown): string {
  return `v1-${createHash('sha256').update(canonical(content)).digest('hex').slice(0, 16)}`;
}

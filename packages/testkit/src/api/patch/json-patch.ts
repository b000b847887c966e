import { applyPatch } from 'rfc6902';
import type { Operation } from 'rfc6902';
import type { JsonValue } from '../json.ts';
import { StatusError } from '../status-error.ts';
import { badRequest } from '../status-errors.ts';

/** Applies a JSON patch (RFC 6902) to a private copy. @throws StatusError 400, 422 */
export function applyJsonPatch(copy: JsonValue, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) throw badRequest('error decoding patch: a JSON patch is a list of operations');
  const holder = { document: copy };
  const operations = (patch as unknown as Operation[]).map(inHolder); // checked by the library, one by one
  const failed = applyPatch(holder, operations).find(error => error !== null);
  if (failed !== undefined) throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  return holder.document;
}

// The library cannot replace the root itself.
function inHolder(operation: Operation): Operation {
  const moved = { ...operation, path: `/document${operation.path}` };
  return 'from' in operation ? ({ ...moved, from: `/document${operation.from}` } as Operation) : moved;
}

import type { ApiObject } from '../api-object.ts';
import { ensureObject, isObject } from '../json.ts';

/** Folds `stringData` into `data` and sets the type. */
export function defaultSecret(draft: ApiObject): void {
  const plain = draft['stringData'];
  delete draft['stringData'];
  if (isObject(plain)) {
    const data = ensureObject(draft, 'data');
    for (const [key, value] of Object.entries(plain)) data[key] = Buffer.from(String(value)).toString('base64');
  }
  draft['type'] ??= 'Opaque';
}

import { isDeepStrictEqual } from 'node:util';
import type { CanaryStatus, MergePatch } from '@flagger/sdk';

/** The merge patch that makes `before` say what `after` says; undefined where nothing differs. */
export function statusPatch(before: CanaryStatus | undefined, after: CanaryStatus): MergePatch | undefined {
  const patch = difference({ ...before }, { ...after });
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function difference(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (isDeepStrictEqual(old, value)) continue;
    // An empty object would change nothing in a merge patch of an object, but makes an absent one appear.
    patch[key] = isObject(value) && isObject(old) ? difference(old, value) : (value ?? null);
  }
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  return patch;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './manifest.ts';

/**
 * The live object with the labels, annotations and spec of the desired one, or the very same where it has them: a `merge` for {@link upsert}.
 * Labels and annotations that are not desired go.
 *
 * @source flagger pkg/router, the update of every mesh router that carries `service.apex` metadata
 */
export function withDesired<T extends Manifest & { readonly spec?: unknown }>(live: T, desired: T): T {
  const { labels, annotations } = desired.metadata;
  const same =
    isDeepStrictEqual(live.spec, desired.spec) &&
    isDeepStrictEqual(live.metadata.labels ?? {}, labels ?? {}) &&
    isDeepStrictEqual(live.metadata.annotations ?? {}, annotations ?? {});
  if (same) return live;
  const { labels: _labels, annotations: _annotations, ...metadata } = live.metadata;
  return { ...live, metadata: { ...metadata, ...(labels && { labels }), ...(annotations && { annotations }) }, spec: desired.spec };
}

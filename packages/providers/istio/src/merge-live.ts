import { isDeepStrictEqual } from 'node:util';
import { controllerOf } from '@flagger/sdk';
import type { VirtualService } from './istio-types.ts';

/** Holds the spec that a user's own VirtualService had before it was taken over. @source flagger pkg/router/router.go configAnnotation */
export const ORIGINAL_CONFIGURATION = 'flagger.kubernetes.io/original-configuration';

/** kubectl's memory of what the user applied. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The live VirtualService as it must become; the very same where it already is. Of the live annotations kubectl's and the
 * original configuration survive.
 *
 * @differs The original configuration is kept once, when a user's own object is taken over: Flagger overwrites it with
 * what it wrote itself at every later change. Test: istio router "keeps the user's spec once"
 */
export function mergeLive(live: VirtualService, desired: VirtualService): VirtualService {
  const kept = pick(live.metadata.annotations ?? {}, [LAST_APPLIED, ORIGINAL_CONFIGURATION]);
  const sameSpec = isDeepStrictEqual(live.spec, desired.spec);
  const foreign = controllerOf(live.metadata.ownerReferences)?.kind !== 'Canary';
  const original = !sameSpec && foreign && Object.keys(kept).length === 0 ? { [ORIGINAL_CONFIGURATION]: JSON.stringify(live.spec) } : {};
  const annotations = { ...desired.metadata.annotations, ...kept, ...original };
  const labels = desired.metadata.labels ?? {};
  if (sameSpec && isDeepStrictEqual(live.metadata.labels ?? {}, labels) && isDeepStrictEqual(live.metadata.annotations ?? {}, annotations)) return live;
  const { labels: _labels, ...metadata } = live.metadata;
  return { ...live, metadata: { ...metadata, ...(Object.keys(labels).length > 0 && { labels }), annotations }, spec: desired.spec };
}

function pick(annotations: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap(key => (annotations[key] === undefined ? [] : [[key, annotations[key]]])));
}

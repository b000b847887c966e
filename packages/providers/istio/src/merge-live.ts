import { isDeepStrictEqual } from 'node:util';
import { controllerOf, GITOPS_MARKERS } from '@flagger/sdk';
import type { VirtualService } from './istio-types.ts';

type StringMap = Readonly<Record<string, string>>;

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
 * @differs The whole spec is kept: Flagger loses fields that it does not know, such as `exportTo`, and writes a weight of 0 where there
 * was none. Test: istio router "fields that canaries never write"
 * @differs Routes of sticky sessions are mended too; without a cookie of the primary Flagger overlooks every route that has
 * a match. Test: istio router "mends routes of sticky sessions"
 */
export function mergeLive(live: VirtualService, desired: Required<VirtualService>): VirtualService {
  const sameSpec = isDeepStrictEqual(live.spec, desired.spec);
  const original = sameSpec || isOwn(live, desired) ? {} : { [ORIGINAL_CONFIGURATION]: JSON.stringify(live.spec ?? {}) };
  const kept = keptAnnotations(live);
  const annotations = { ...desired.metadata.annotations, ...(Object.keys(kept).length > 0 ? kept : original) };
  const { labels: _labels, ...metadata } = live.metadata;
  const { labels } = desired.metadata;
  if (sameSpec && sameEntries(live.metadata.labels, labels) && sameEntries(live.metadata.annotations, annotations)) return live;
  return { ...live, metadata: { ...metadata, ...(labels && { labels }), annotations }, spec: desired.spec };
}

function sameEntries(live: StringMap = {}, desired: StringMap = {}): boolean {
  return isDeepStrictEqual(live, desired);
}

/** Where canaries own nothing, because they live in another cluster, the markers tell what was made for one. */
function isOwn({ metadata }: VirtualService, desired: VirtualService): boolean {
  if (desired.metadata.ownerReferences !== undefined) return controllerOf(metadata.ownerReferences)?.kind === 'Canary';
  return Object.entries(GITOPS_MARKERS).every(([key, value]) => metadata.annotations?.[key] === value);
}

function keptAnnotations({ metadata: { annotations = {} } }: VirtualService): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key === LAST_APPLIED || key === ORIGINAL_CONFIGURATION));
}

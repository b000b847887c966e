import { isDeepStrictEqual } from 'node:util';
import { GITOPS_MARKERS } from '@flagger/sdk';
import type { Canary, Ingress } from '@flagger/sdk';
import { liveSplit, splitAnnotations } from './split-annotations.ts';

/**
 * The live Ingress as it must become; the very same where it already is. One that has changed gets the user's annotations anew.
 *
 * @differs An Ingress without weights, between whose Services Skipper chooses evenly, is mended; Flagger looks at the spec alone. Test: skipper router "mends annotations"
 */
export function mergeLive(live: Ingress, desired: Required<Ingress>, canary: Canary): Ingress {
  const split = liveSplit(live.metadata.annotations ?? {}, canary);
  if (split !== undefined && isDeepStrictEqual(live.spec, desired.spec)) return live;
  const fresh = { ...desired.metadata.annotations, ...GITOPS_MARKERS };
  return { ...live, metadata: { ...live.metadata, annotations: split ? splitAnnotations(fresh, canary, split) : fresh }, spec: desired.spec };
}

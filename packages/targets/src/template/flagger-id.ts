import { createHash } from 'node:crypto';
import type { PodTemplate } from '../objects/pod-template.ts';
import { mapField } from '../objects/map-field.ts';
import type { StringMap } from '../objects/string-map.ts';
import { withoutKeys } from '../metadata/filter.ts';
import { canonical } from './canonical.ts';

/** Annotation of the primary's pods that makes them roll. */
const FLAGGER_ID = 'flagger-id';

/** A template without the annotation, which is not part of what users write. */
export function withoutFlaggerId(template: PodTemplate): PodTemplate {
  return mapField(template, 'metadata', metadata => mapField(metadata, 'annotations', annotations => withoutKeys(annotations, FLAGGER_ID)));
}

/**
 * The primary's template with an id, in the form of a UUID, that stands for the template and for the contents of its configs. The pods
 * roll when either changes, also when only a ConfigMap did; a promotion that is repeated after a crash rolls nothing.
 *
 * @source flagger pkg/canary/util.go makeAnnotations
 * @differs Flagger's id is random, so that a repeated promotion rolls the pods again: `promote.test.ts` "rolls once when it is repeated"
 */
export function withFlaggerId(template: PodTemplate, checksums: StringMap): PodTemplate {
  const bare = withoutFlaggerId(template);
  const hex = createHash('sha256').update(canonical([bare, checksums])).digest('hex');
  // Version 8, variant 1: the form for ids of one's own making.
  const id = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...bare.metadata?.annotations, [FLAGGER_ID]: id } } };
}

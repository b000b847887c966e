import { mapConfigRefs, trackingKey } from '../configs/config-ref.ts';
import { copyName } from '../configs/config-copy.ts';
import { checksums } from '../configs/tracked-configs.ts';
import type { TrackedConfig } from '../configs/tracked-configs.ts';
import { withoutToolkit } from '../metadata/filter.ts';
import { primaryLabels } from '../metadata/selector-label.ts';
import type { SelectorLabel } from '../metadata/selector-label.ts';
import type { PodTemplate } from '../objects/pod-template.ts';
import { withFlaggerId } from './flagger-id.ts';

/** The primary's pods: the target's, with a label of their own and with the primary's copies of tracked configs. */
export function primaryTemplate(template: PodTemplate, label: SelectorLabel, tracked: readonly TrackedConfig[]): PodTemplate {
  const copied = new Set(tracked.map(({ ref }) => trackingKey(ref)));
  const { metadata } = template;
  const primary: PodTemplate = {
    ...template,
    metadata: {
      ...metadata,
      labels: primaryLabels(withoutToolkit(metadata?.labels), label),
      annotations: withoutToolkit(metadata?.annotations),
    },
    spec: mapConfigRefs(template.spec, ref => (copied.has(trackingKey(ref)) ? copyName(ref.name) : ref.name)),
  };
  return withFlaggerId(primary, checksums(tracked));
}

import { canaryOwner, CanaryError, workloadName } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { onlyKeys, withoutKeys } from '../metadata/filter.ts';
import { CONFIG_MAPS } from '../objects/config.ts';
import type { Config } from '../objects/config.ts';
import type { PodTemplate } from '../objects/pod-template.ts';
import type { StringMap } from '../objects/string-map.ts';
import { withFields } from '../objects/with-fields.ts';
import type { Workload } from '../objects/workload.ts';
import { revisionHash } from '../template/revision-hash.ts';
import { OWN_REVISION } from '../workload/render-primary.ts';
import type { WorkloadKind } from '../workload/workload-kind.ts';

/** Annotation of a promoted primary, and of what is kept for it: the id of what the primary was before. */
export const KEPT = 'flagger.app/kept';

/** Annotation of a primary that runs what was kept: its id. */
export const RESTORED = 'flagger.app/restored';

const DATA_KEY = 'primary.json';

/** A primary as it was before its promotion. */
export interface KeptPrimaryContent<W extends Workload> {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly spec: W['spec'];
}

/** A name for what a primary runs; its pods' `flagger-id` also stands for the contents of its configs. */
export function keptId(template: PodTemplate): string {
  return revisionHash(template);
}

/** Where the primary of a canary is kept. */
export function keptName(canary: Canary): string {
  return `${workloadName(canary, 'primary')}-kept`;
}

/** The ConfigMap that keeps a primary. */
export function renderKept<W extends Workload>(canary: Canary, { metadata, spec }: W): Config {
  const { apiVersion, kind } = CONFIG_MAPS;
  const content: KeptPrimaryContent<W> = { labels: metadata.labels ?? {}, annotations: withoutKeys(metadata.annotations, KEPT, RESTORED, ...OWN_REVISION), spec };
  return {
    apiVersion,
    kind,
    metadata: { ...keyIn(canary, keptName(canary)), annotations: { [KEPT]: keptId(spec.template) }, ownerReferences: [canaryOwner(canary)] },
    data: { [DATA_KEY]: JSON.stringify(content) },
  };
}

/** What a ConfigMap keeps under this id; undefined where it keeps nothing or something else. @throws CanaryError Invalid (edited by hand) */
export function readKept<W extends Workload>(config: Config | undefined, id: string | undefined): KeptPrimaryContent<W> | undefined {
  const text = config?.data?.[DATA_KEY];
  if (config === undefined || text === undefined || id === undefined || config.metadata.annotations?.[KEPT] !== id) return undefined;
  try {
    // It is what renderKept wrote.
    return JSON.parse(text) as KeptPrimaryContent<W>;
  } catch (cause) {
    const { name, namespace } = config.metadata;
    throw new CanaryError('Invalid', 'later', `configmap ${name}.${namespace ?? ''} data.${DATA_KEY} is no JSON; without it the primary can't be restored`, { cause });
  }
}

/** The live primary as it was before its promotion, marked as such. Its selector stays, and its scale where an autoscaler has it. */
export function restoredPrimary<W extends Workload>(kind: WorkloadKind<W>, canary: Canary, kept: KeptPrimaryContent<W>, live: W): W {
  const { labels, annotations, spec } = kept;
  const own = onlyKeys(live.metadata.annotations, ...OWN_REVISION);
  const carried = withFields<W['spec'], keyof W['spec']>(live.spec, spec, kind.carriedFields);
  return {
    ...live,
    metadata: { ...live.metadata, labels, annotations: { ...annotations, ...own, [RESTORED]: keptId(spec.template) } },
    spec: { ...carried, ...kind.promotedFields({ ...live, spec }, canary), template: spec.template },
  };
}

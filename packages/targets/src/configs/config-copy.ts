import { canaryOwner } from '@flagger/sdk';
import type { Canary, OwnerReference } from '@flagger/sdk';
import { namespaceOf } from '../access/key-in.ts';
import { includedByPrefix } from '../metadata/filter.ts';
import type { Config } from '../objects/config.ts';
import { pickFields, withFields } from '../objects/with-fields.ts';
import { sameContent } from '../template/canonical.ts';
import { configType } from './tracked-configs.ts';
import type { TrackedConfig } from './tracked-configs.ts';

/** The fields of a config that make its content. */
export const CONTENT = ['data', 'binaryData'] as const;

/** The name of the primary's copy. */
export function copyName(name: string): string {
  return `${name}-primary`;
}

/**
 * The primary's copy of a config. `immutable` is not copied: the copy has to follow a source that was deleted and made anew.
 *
 * @source flagger pkg/canary/config_tracker.go CreatePrimaryConfigs
 * @differs `binaryData` is copied: `configs.test.ts` "copies binaryData"
 */
export function renderCopy(canary: Canary, { ref, source }: TrackedConfig, includeLabelPrefixes: readonly string[]): Config {
  const { apiVersion, kind } = configType(ref);
  return {
    apiVersion,
    kind,
    metadata: {
      name: copyName(ref.name),
      namespace: namespaceOf(canary),
      labels: includedByPrefix(source.metadata.labels, includeLabelPrefixes),
      ownerReferences: [canaryOwner(canary)],
    },
    ...pickFields(source, [...CONTENT, 'type']),
  };
}

/**
 * The live copy as it should be; the very same object where nothing is to be written. Other canaries that share it stay owners.
 *
 * @differs annotations and type are those of its creation: Flagger drops the former, and a Secret that was there with another type is
 * refused at every check: `configs.test.ts` "that are there already"
 */
export function mergeCopy(live: Config, desired: Config): Config {
  const labels = desired.metadata.labels ?? {};
  const ownerReferences = [...(desired.metadata.ownerReferences ?? []), ...otherOwners(live, desired)];
  const next = withFields<Config, (typeof CONTENT)[number]>({ ...live, metadata: { ...live.metadata, labels, ownerReferences } }, desired, CONTENT);
  return sameCopy(live, next) ? live : next;
}

/** Whether a copy has the source's content. */
export function sameConfig(copy: Config | undefined, source: Config): boolean {
  return copy !== undefined && CONTENT.every(field => sameContent(copy[field] ?? {}, source[field] ?? {}));
}

function sameCopy(live: Config, next: Config): boolean {
  return sameConfig(live, next) && sameContent(live.metadata, next.metadata);
}

function otherOwners(live: Config, desired: Config): readonly OwnerReference[] {
  const [own] = desired.metadata.ownerReferences ?? [];
  const others = (live.metadata.ownerReferences ?? []).filter(owner => owner.kind !== own?.kind || owner.name !== own.name);
  return others.map(owner => ({ ...owner, controller: false }));
}

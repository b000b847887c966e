import { explained } from '@flagger/sdk';
import type { Canary, Logger, ObjectReader } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { CONFIG_MAPS, SECRETS } from '../objects/config.ts';
import type { Config } from '../objects/config.ts';
import type { NamedType } from '../objects/named-type.ts';
import type { PodSpec } from '../objects/pod-template.ts';
import type { StringMap } from '../objects/string-map.ts';
import { configChecksum } from './config-checksum.ts';
import { configRefs, trackingKey } from './config-ref.ts';
import type { ConfigRef } from './config-ref.ts';

/** A config that belongs to a revision and of which the primary has a copy. */
export interface TrackedConfig {
  readonly ref: ConfigRef;
  readonly source: Config;
  readonly checksum: string;
}

/** What tracking needs from its surroundings. */
export interface TrackingEnv {
  readonly store: ObjectReader;
  readonly logger: Logger;
  readonly settings: { readonly configTracking: boolean };
}

const OPT_OUT = 'flagger.app/config-tracking';

/** Others, such as registry credentials and service account tokens, belong to the cluster and not to a revision. */
const SECRET_TYPES: readonly (string | undefined)[] = ['Opaque', 'kubernetes.io/basic-auth', 'kubernetes.io/ssh-auth', 'kubernetes.io/tls'];

/** The resource type of a reference. */
export function configType({ kind }: Pick<ConfigRef, 'kind'>): NamedType<Config> {
  return kind === 'secret' ? SECRETS : CONFIG_MAPS;
}

/**
 * The configs that a pod spec names and that are tracked; none where tracking is off.
 *
 * @throws CanaryError NotFound (a config that is not optional)
 * @source flagger pkg/canary/config_tracker.go GetTargetConfigs
 */
export async function trackedConfigs(env: TrackingEnv, canary: Canary, spec: PodSpec, signal: AbortSignal): Promise<readonly TrackedConfig[]> {
  if (!env.settings.configTracking) return [];
  const tracked: TrackedConfig[] = [];
  for (const ref of configRefs(spec)) {
    const source = await explained('GetTargetConfigs failed', () => configOf(env, canary, ref, signal));
    if (source !== undefined && isTracked(ref, source)) tracked.push({ ref, source, checksum: configChecksum(source) });
  }
  return tracked;
}

async function configOf(env: TrackingEnv, canary: Canary, ref: ConfigRef, signal: AbortSignal): Promise<Config | undefined> {
  const key = keyIn(canary, ref.name);
  if (!ref.optional) return existing(env.store, configType(ref), key, signal);
  const source = await env.store.get(configType(ref), key, signal);
  if (source === undefined) env.logger.debug('Optional config is missing', { kind: ref.kind, ...key });
  return source;
}

function isTracked({ kind }: ConfigRef, { metadata, type }: Config): boolean {
  if (metadata.annotations?.[OPT_OUT]?.startsWith('disable')) return false;
  return kind === 'configmap' || SECRET_TYPES.includes(type);
}

/** The checksums as the canary's status keeps them. */
export function checksums(tracked: readonly TrackedConfig[]): StringMap {
  return Object.fromEntries(tracked.map(({ ref, checksum }) => [trackingKey(ref), checksum]));
}

import { canaryOwner, explained, upsert, workloadName } from '@flagger/sdk';
import type { Canary, TargetEnv } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { CONTENT, mergeCopy } from '../configs/config-copy.ts';
import { configRefs } from '../configs/config-ref.ts';
import type { ConfigRef } from '../configs/config-ref.ts';
import { configType } from '../configs/tracked-configs.ts';
import { withoutKeys } from '../metadata/filter.ts';
import type { Config } from '../objects/config.ts';
import type { PodSpec } from '../objects/pod-template.ts';
import { pickFields, withFields } from '../objects/with-fields.ts';
import { KEPT } from './kept-primary.ts';

/** The configs of a primary that are kept beside it. */
export class KeptConfigs {
  readonly #env: TargetEnv;
  readonly #canary: Canary;

  constructor(env: TargetEnv, canary: Canary) {
    this.#env = env;
    this.#canary = canary;
  }

  /** Keeps the primary's copies under an id; what is kept under it already stays, as the copy may have changed since. */
  async keep(pod: PodSpec, id: string, signal: AbortSignal): Promise<void> {
    for (const ref of configRefs(pod)) {
      const copy = await this.#get(ref, ref.name, signal);
      if (copy === undefined || !this.#isOwn(copy)) continue;
      const desired = this.#render(ref, copy, { name: this.#nameOf(ref), annotations: { [KEPT]: id } });
      await this.#write(ref, desired, live => (live.metadata.annotations?.[KEPT] === id ? live : replaced(live, desired)), signal);
    }
  }

  /** Gives the primary's copies the contents that are kept under an id. */
  async restore(pod: PodSpec, id: string, signal: AbortSignal): Promise<void> {
    for (const ref of configRefs(pod)) {
      const kept = await this.#get(ref, this.#nameOf(ref), signal);
      if (kept?.metadata.annotations?.[KEPT] !== id) continue;
      const desired = this.#render(ref, kept, { name: ref.name });
      await this.#write(ref, desired, live => mergeCopy(live, desired), signal);
    }
  }

  /** Empties what is kept; the objects stay until the canary goes, as the operator deletes no config. */
  async forget(pod: PodSpec, signal: AbortSignal): Promise<void> {
    for (const ref of configRefs(pod)) {
      const kept = await this.#get(ref, this.#nameOf(ref), signal);
      if (kept?.metadata.annotations?.[KEPT] === undefined) continue;
      await this.#env.store.update(configType(ref), emptied(kept), signal);
    }
  }

  #get(ref: ConfigRef, name: string, signal: AbortSignal): Promise<Config | undefined> {
    return this.#env.store.get(configType(ref), keyIn(this.#canary, name), signal);
  }

  /** Configs can be shared by canaries, what is kept of them can not. */
  #nameOf({ name }: ConfigRef): string {
    return `${workloadName(this.#canary, 'primary')}-kept-${name}`;
  }

  #isOwn({ metadata }: Config): boolean {
    const { kind, name } = canaryOwner(this.#canary);
    return metadata.ownerReferences?.some(owner => owner.kind === kind && owner.name === name) ?? false;
  }

  #render(ref: ConfigRef, from: Config, { name, annotations }: Pick<Config['metadata'], 'name' | 'annotations'>): Config {
    const { apiVersion, kind } = configType(ref);
    const metadata = { ...keyIn(this.#canary, name), labels: from.metadata.labels ?? {}, ...(annotations && { annotations }), ownerReferences: [canaryOwner(this.#canary)] };
    return { apiVersion, kind, metadata, ...pickFields(from, [...CONTENT, 'type']) };
  }

  async #write(ref: ConfigRef, desired: Config, merge: (live: Config) => Config, signal: AbortSignal): Promise<void> {
    const { name, namespace } = keyIn(this.#canary, desired.metadata.name);
    await explained(`writing ${configType(ref).noun} ${name}.${namespace} failed`, () => upsert(this.#env.store, configType(ref), desired, merge, signal));
  }
}

/** A config without content, which keeps nothing. */
export function emptied(config: Config): Config {
  return { ...withFields<Config, (typeof CONTENT)[number]>(config, {}, CONTENT), metadata: { ...config.metadata, annotations: withoutKeys(config.metadata.annotations, KEPT) } };
}

/** A config of one's own with another content. */
export function replaced(live: Config, { metadata: { labels, annotations }, ...content }: Config): Config {
  const metadata = { ...live.metadata, ...(labels && { labels }), annotations: { ...live.metadata.annotations, ...annotations } };
  return { ...withFields<Config, (typeof CONTENT)[number]>(live, content, CONTENT), metadata };
}

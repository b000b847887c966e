import { explained, upsert } from '@flagger/sdk';
import type { Canary, KeptPrimary, TargetEnv } from '@flagger/sdk';
import { keyIn } from '../access/key-in.ts';
import { CONFIG_MAPS } from '../objects/config.ts';
import type { Config } from '../objects/config.ts';
import type { PodTemplate } from '../objects/pod-template.ts';
import type { StringMap } from '../objects/string-map.ts';
import type { Workload } from '../objects/workload.ts';
import type { WorkloadKind } from '../workload/workload-kind.ts';
import { emptied, KeptConfigs, replaced } from './kept-configs.ts';
import { KEPT, keptId, keptName, readKept, renderKept, RESTORED, restoredPrimary } from './kept-primary.ts';
import type { KeptPrimaryContent } from './kept-primary.ts';

/**
 * Keeps what a primary was before its promotion, and brings it back. What is kept lies beside the primary under an id; the primary's
 * annotation with that id comes and goes with its template in one write, so that it is never in doubt what the primary runs.
 */
export class PrimaryKeeper<W extends Workload> {
  readonly #env: TargetEnv;
  readonly #kind: WorkloadKind<W>;

  constructor(env: TargetEnv, kind: WorkloadKind<W>) {
    this.#env = env;
    this.#kind = kind;
  }

  /** Keeps the live primary, of which `next` is the next template, and gives the annotation that the promoted one gets. */
  async keep(canary: Canary, live: W, next: PodTemplate, signal: AbortSignal): Promise<StringMap> {
    const id = keptId(live.spec.template);
    const kept = live.metadata.annotations?.[KEPT];
    // Promoted already: what is kept was the primary before.
    if (id === keptId(next)) return kept === undefined ? {} : { [KEPT]: kept };
    await new KeptConfigs(this.#env, canary).keep(live.spec.template.spec, id, signal);
    const desired = renderKept(canary, live);
    await explained(`keeping ${live.metadata.name} failed`, () =>
      upsert(this.#env.store, CONFIG_MAPS, desired, found => (found.metadata.annotations?.[KEPT] === id ? found : replaced(found, desired)), signal));
    return { [KEPT]: id };
  }

  async state(canary: Canary, primary: W | undefined, signal: AbortSignal): Promise<KeptPrimary> {
    if (primary?.metadata.annotations?.[RESTORED] !== undefined) return 'restored';
    return (await this.#kept(canary, primary, signal)) === undefined ? 'none' : 'kept';
  }

  /** The primary as it was; undefined where nothing is kept. Its configs are as they were, too. */
  async restored(canary: Canary, live: W, signal: AbortSignal): Promise<W | undefined> {
    const kept = await this.#kept(canary, live, signal);
    if (kept === undefined) return undefined;
    await new KeptConfigs(this.#env, canary).restore(kept.spec.template.spec, keptId(kept.spec.template), signal);
    return restoredPrimary(this.#kind, canary, kept, live);
  }

  /** Empties what is kept, and last takes the mark from the primary. */
  async forget(canary: Canary, live: W, signal: AbortSignal): Promise<void> {
    const id = live.metadata.annotations?.[KEPT] ?? live.metadata.annotations?.[RESTORED];
    if (id === undefined) return;
    const config = await this.#config(canary, signal);
    const kept = readKept<W>(config, id);
    if (config !== undefined && kept !== undefined) {
      await new KeptConfigs(this.#env, canary).forget(kept.spec.template.spec, signal);
      await this.#env.store.update(CONFIG_MAPS, emptied(config), signal);
    }
    await this.#env.store.patch(this.#kind.type, live.metadata, { metadata: { annotations: { [KEPT]: null, [RESTORED]: null } } }, signal);
  }

  async #kept(canary: Canary, primary: W | undefined, signal: AbortSignal): Promise<KeptPrimaryContent<W> | undefined> {
    const id = primary?.metadata.annotations?.[KEPT];
    return id === undefined ? undefined : readKept<W>(await this.#config(canary, signal), id);
  }

  #config(canary: Canary, signal: AbortSignal): Promise<Config | undefined> {
    return this.#env.store.get(CONFIG_MAPS, keyIn(canary, keptName(canary)), signal);
  }
}

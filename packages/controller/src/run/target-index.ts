import type { Canary } from '@flagger/sdk';
import { canaryKey } from '../canary/canary-key.ts';

/** Knows which canaries have the same target. */
export class TargetIndex {
  readonly #canaries = new Map<string, Set<string>>();
  readonly #targets = new Map<string, string>();

  /** Notes a canary; `NAME.NAMESPACE` of its target where another canary has it too and this is news. */
  note(canary: Canary): string | undefined {
    const key = canaryKey(canary);
    const target = `${canary.spec.targetRef.name}.${canary.metadata.namespace ?? ''}`;
    if (this.#targets.get(key) === target) return undefined;
    this.forget(key);
    const sharing = this.#canaries.get(target) ?? new Set<string>();
    this.#canaries.set(target, sharing.add(key));
    this.#targets.set(key, target);
    return sharing.size > 1 ? target : undefined;
  }

  /** The canary is gone. */
  forget(key: string): void {
    const target = this.#targets.get(key) ?? '';
    const sharing = this.#canaries.get(target);
    sharing?.delete(key);
    if (sharing?.size === 0) this.#canaries.delete(target);
    this.#targets.delete(key);
  }
}

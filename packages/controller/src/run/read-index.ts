import type { Change, Read } from '@flagger/cluster';
import type { Manifest, ResourceType } from '@flagger/sdk';

/** A read is forgotten when this many turns have passed without it. */
const REMEMBERED_TURNS = 8;

/** Which reader looked at what, so that a change wakes those that it concerns. */
export class ReadIndex {
  /** By what was read: the readers, and the turn in which each read it last. */
  readonly #readers = new Map<string, Map<string, number>>();
  /** By reader: what it read. */
  readonly #reads = new Map<string, { turn: number; readonly ids: Set<string> }>();

  /** A reader looked at something. */
  note(reader: string, read: Read): void {
    const state = this.#reads.get(reader) ?? { turn: 0, ids: new Set<string>() };
    const id = idOf(read.type, read.namespace, read.name);
    this.#reads.set(reader, state);
    state.ids.add(id);
    this.#readers.set(id, (this.#readers.get(id) ?? new Map<string, number>()).set(reader, state.turn));
  }

  /** A reader's next turn begins: what it has not read for long concerns it no more. */
  nextTurn(reader: string): void {
    const state = this.#reads.get(reader);
    if (state === undefined) return;
    state.turn += 1;
    for (const id of state.ids) {
      const last = this.#readers.get(id)?.get(reader) ?? 0;
      if (last + REMEMBERED_TURNS < state.turn) this.#unlink(reader, id, state.ids);
    }
  }

  /** A reader is gone. */
  forget(reader: string): void {
    const state = this.#reads.get(reader);
    if (state === undefined) return;
    for (const id of state.ids) this.#unlink(reader, id, state.ids);
    this.#reads.delete(reader);
  }

  /** Who looked at the object, or at a list that it belongs to. */
  concerned({ type, key }: Pick<Change, 'type' | 'key'>): ReadonlySet<string> {
    const ids = [idOf(type, key.namespace, key.name), idOf(type, key.namespace, undefined), idOf(type, undefined, undefined)];
    return new Set(ids.flatMap(id => [...(this.#readers.get(id)?.keys() ?? [])]));
  }

  #unlink(reader: string, id: string, ids: Set<string>): void {
    const readers = this.#readers.get(id);
    readers?.delete(reader);
    if (readers?.size === 0) this.#readers.delete(id);
    ids.delete(id);
  }
}

function idOf(type: ResourceType<Manifest>, namespace: string | undefined, name: string | undefined): string {
  return `${type.apiVersion}/${type.plural} ${namespace ?? ''} ${name ?? ''}`;
}

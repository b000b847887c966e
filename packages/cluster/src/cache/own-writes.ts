import type { ObjectKey } from '@flagger/sdk';
import type { Change } from './change.ts';
import { compareVersions } from './resource-version.ts';

interface HeldChange {
  readonly version: string;
  readonly change: Change;
}

interface Flight {
  writes: number;
  deleted: boolean;
  readonly held: HeldChange[];
}

/**
 * Tells the echo of our own writes from the changes of others, so that a canary does not wake itself. An echo may overtake
 * the answer to the write; so while a write of an object is under way, that object's changes are held back.
 */
export class OwnWrites {
  readonly #announce: (change: Change) => void;
  readonly #echoes = new Set<string>();
  readonly #flights = new Map<string, Flight>();

  constructor(announce: (change: Change) => void) {
    this.#announce = announce;
  }

  begin(key: ObjectKey): void {
    const flight = this.#flights.get(idOf(key)) ?? { writes: 0, deleted: false, held: [] };
    flight.writes += 1;
    this.#flights.set(idOf(key), flight);
  }

  /** The write made `version`. */
  wrote(version: string): void {
    this.#echoes.add(version);
  }

  /** The write deleted the object. */
  deleted(key: ObjectKey): void {
    const flight = this.#flights.get(idOf(key));
    if (flight !== undefined) flight.deleted = true;
  }

  /** Call it for each `begin`, whatever came of the write. */
  end(key: ObjectKey): void {
    const flight = this.#flights.get(idOf(key));
    if (flight === undefined) return;
    flight.writes -= 1;
    if (flight.writes > 0) return;
    this.#flights.delete(idOf(key));
    for (const { version, change } of flight.held) {
      const ownDelete = change.kind === 'deleted' && flight.deleted;
      if (!ownDelete && !this.#isEcho(version, change)) this.#announce(change);
    }
  }

  /** A change came by watch: announces it now, later or, where it is ours, never. */
  judge(version: string, change: Change): void {
    const flight = this.#flights.get(idOf(change.key));
    if (flight !== undefined) flight.held.push({ version, change });
    else if (!this.#isEcho(version, change)) this.#announce(change);
  }

  /** Whether `version` was made here; it is then forgotten, for it comes only once. */
  settleEcho(version: string): boolean {
    return this.#echoes.delete(version);
  }

  /** Everything up to `version` has been seen: no echo of it will come any more. */
  forgetUpTo(version: string): void {
    // A change that is held back is still to be told from them.
    if (this.#flights.size > 0) return;
    for (const echo of this.#echoes) {
      if (compareVersions(echo, version) <= 0) this.#echoes.delete(echo);
    }
  }

  #isEcho(version: string, change: Change): boolean {
    return change.kind !== 'deleted' && this.settleEcho(version);
  }
}

function idOf({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

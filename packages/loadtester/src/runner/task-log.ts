import type { TaskRecord } from './task-record.ts';

/** Remembers the tasks that run, and the latest that ended. */
export class TaskLog {
  readonly #records = new Map<string, TaskRecord>();
  readonly #keep: number;

  /** @param keep how many ended tasks are remembered */
  constructor(keep = 100) {
    this.#keep = keep;
  }

  put(record: TaskRecord): void {
    this.#records.set(record.id, record);
    const ended = [...this.#records.values()].filter(({ state }) => state !== 'running');
    for (const { id } of ended.slice(0, -this.#keep)) this.#records.delete(id);
  }

  get(id: string): TaskRecord | undefined {
    return this.#records.get(id);
  }

  /** The youngest first. */
  list(): readonly TaskRecord[] {
    return [...this.#records.values()].toReversed();
  }
}

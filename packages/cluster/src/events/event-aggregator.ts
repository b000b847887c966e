import { BoundedMap } from './bounded-map.ts';

/** From this many different messages on, further ones share one Event. */
const MOST_SIMILAR = 10;
const WINDOW_MS = 600_000;
const GROUPS = 4096;

/** Under which key an Event is counted, and what it says. */
export interface Aggregated {
  readonly key: string;
  readonly message: string;
}

/** Folds many different messages about one thing into one Event. @source client-go EventAggregator */
export class EventAggregator {
  readonly #groups = new BoundedMap<{ readonly messages: Set<string>; readonly lastAt: number }>(GROUPS);

  /** `group` is what makes messages similar: the object, the type and the reason. */
  aggregate(group: string, message: string, nowMs: number): Aggregated {
    const known = this.#groups.get(group);
    const messages = known !== undefined && nowMs - known.lastAt <= WINDOW_MS ? known.messages : new Set<string>();
    messages.add(message);
    this.#groups.set(group, { messages, lastAt: nowMs });
    if (messages.size < MOST_SIMILAR) return { key: `${group}\n${message}`, message };
    const [oldest] = messages;
    if (oldest !== undefined) messages.delete(oldest);
    return { key: group, message: `(combined from similar events): ${message}` };
  }
}

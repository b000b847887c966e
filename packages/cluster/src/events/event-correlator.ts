import type { Clock } from '@flagger/sdk';
import { BoundedMap } from './bounded-map.ts';
import { EventAggregator } from './event-aggregator.ts';
import { eventFor, timestamp } from './event-note.ts';
import type { EventNote, KubernetesEvent } from './event-note.ts';
import { SpamFilter } from './spam-filter.ts';

const EVENTS = 4096;

/** An Event to write: a new one, or one more count of an old one. */
export interface Correlated {
  readonly key: string;
  readonly event: KubernetesEvent;
  readonly repeated: boolean;
}

/** Decides what becomes of a note: a new Event, a higher count on an old one, or nothing. @source client-go EventCorrelator */
export class EventCorrelator {
  readonly #component: string;
  readonly #clock: Clock;
  readonly #aggregator = new EventAggregator();
  readonly #spam = new SpamFilter();
  readonly #told = new BoundedMap<KubernetesEvent>(EVENTS);
  #order = 0;

  constructor(component: string, clock: Clock) {
    this.#component = component;
    this.#clock = clock;
  }

  /** Undefined: the canary has had too many Events. */
  correlate(note: EventNote): Correlated | undefined {
    const now = this.#clock.now();
    const { namespace = '', name, uid = '' } = note.canary.metadata;
    const object = `${namespace}/${name}/${uid}`;
    const { key, message } = this.#aggregator.aggregate(`${object}/${note.type}`, note.message, now);
    const fresh = eventFor({ ...note, message }, this.#component, now, this.#order++);
    const old = this.#told.get(key);
    const event = old === undefined ? fresh : { ...old, message, count: old.count + 1, lastTimestamp: timestamp(now) };
    this.#told.set(key, event);
    return this.#spam.admits(object, now) ? { key, event, repeated: old !== undefined } : undefined;
  }

  /** The Event could not be written: the next one like it is a new one. */
  forget(key: string): void {
    this.#told.delete(key);
  }
}

import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import fc from 'fast-check';
import { ApiClient } from '../../src/api/api-client.ts';
import { RateLimiter } from '../../src/api/rate-limiter.ts';
import { Connection } from '../../src/access/connection.ts';
import { WatchCache } from '../../src/cache/watch-cache.ts';
import { WatchSource } from '../../src/cache/watch-source.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { key, WIDGETS } from '../support/widgets.ts';
import type { Widget } from '../support/widgets.ts';

/** A server of which every message may be late. */
class Model {
  readonly announced: string[] = [];
  readonly #cache: WatchCache<Widget>;
  readonly #objects = new Map<string, Widget>();
  readonly #events: { readonly kind: 'put' | 'gone'; readonly object: Widget }[] = [];
  readonly #answers: (() => void)[] = [];
  #version = 1;

  constructor() {
    const clock = createVirtualClock();
    const connection = new Connection({ server: 'http://unused', loadCredentials: () => Promise.reject(new Error('unused')) }, clock);
    const client = new ApiClient({ connection, limiter: new RateLimiter(1, 1, clock), trustsFairServer: false, clock, onRequest: () => undefined });
    const scope = { type: WIDGETS, namespace: undefined };
    const source = new WatchSource(client, scope, { watchMs: 1, silenceMs: 1 });
    this.#cache = new WatchCache({ scope, source, clock, logger: recordingLogger(), announce: ({ kind, key: { name } }) => void this.announced.push(`${kind} ${name}`) });
    this.relist();
  }

  put(name: string, own: boolean): void {
    if (own) this.#cache.beginWrite(key(name));
    this.#version += 1;
    const uid = this.#objects.get(name)?.metadata.uid ?? `uid-${this.#version}`;
    const object: Widget = { ...WIDGETS, metadata: { name, namespace: 'test', uid, resourceVersion: String(this.#version) } };
    this.#objects.set(name, object);
    this.#events.push({ kind: 'put', object });
    if (own) this.#answers.push(() => {
      this.#cache.wrote(object);
      this.#cache.endWrite(key(name));
    });
  }

  delete(name: string, own: boolean): void {
    const last = this.#objects.get(name);
    if (last === undefined) return;
    if (own) this.#cache.beginWrite(key(name));
    this.#version += 1;
    this.#objects.delete(name);
    this.#events.push({ kind: 'gone', object: { ...last, metadata: { ...last.metadata, resourceVersion: String(this.#version) } } });
    if (own) this.#answers.push(() => {
      this.#cache.deleted(key(name), last.metadata.uid);
      this.#cache.endWrite(key(name));
    });
  }

  /** The watch tells one event. */
  tell(): void {
    const event = this.#events.shift();
    if (event !== undefined) this.#cache.observe(event);
  }

  /** One own write is answered. */
  answer(index: number): void {
    this.#answers.splice(index % Math.max(1, this.#answers.length), 1)[0]?.();
  }

  /** The watch has broken and a new list is read. */
  relist(): void {
    this.#events.length = 0;
    this.#cache.replace({ objects: [...this.#objects.values()], version: String(this.#version) });
  }

  finish(): void {
    while (this.#answers.length > 0) this.answer(0);
    while (this.#events.length > 0) this.tell();
  }

  get truth(): readonly string[] {
    return names([...this.#objects.values()]);
  }

  get cached(): readonly string[] {
    return names(this.#cache.list(undefined));
  }
}

function names(objects: readonly Widget[]): readonly string[] {
  return objects.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).sort();
}

type Step = (model: Model) => void;
const name = fc.constantFrom('a', 'b', 'c');
const put = (own: boolean): fc.Arbitrary<Step> => name.map(chosen => model => model.put(chosen, own));
const remove = (own: boolean): fc.Arbitrary<Step> => name.map(chosen => model => model.delete(chosen, own));
const tell: fc.Arbitrary<Step> = fc.constant(model => model.tell());
const reply: fc.Arbitrary<Step> = fc.nat(3).map(index => model => model.answer(index));
/** One reconciler writes one object after the other: its answers come in order. */
const replyInOrder: fc.Arbitrary<Step> = fc.constant(model => model.answer(0));
const relist: fc.Arbitrary<Step> = fc.constant(model => model.relist());
const run = (steps: readonly Step[]): Model => {
  const model = new Model();
  for (const step of steps) step(model);
  model.finish();
  return model;
};

describe('a cache fed by a watch and by answers to own writes', () => {
  it('ends up as the server is, in whatever order it hears', () => {
    const steps = fc.array(fc.oneof(put(true), put(false), remove(true), remove(false), tell, tell, reply, relist), { maxLength: 40 });
    fc.assert(fc.property(steps, chosen => {
      const model = run(chosen);
      expect(model.cached).toEqual(model.truth);
    }), { numRuns: 2_000 });
  });

  it('never announces own writes, whether the watch or the answer is first', () => {
    const steps = fc.array(fc.oneof(put(true), remove(true), tell, replyInOrder), { maxLength: 40 });
    fc.assert(fc.property(steps, chosen => {
      expect(run(chosen).announced).toEqual([]);
    }), { numRuns: 2_000 });
  });

  it('announces every foreign change, however own writes overtake it', () => {
    const steps = fc.array(fc.oneof(put(true), tell, reply), { maxLength: 30 });
    fc.assert(fc.property(steps, steps, (before, after) => {
      const foreign: Step = model => model.put('a', false);
      expect(run([...before, foreign, ...after]).announced).toHaveLength(1);
    }), { numRuns: 2_000 });
  });
});

import { CanaryError } from '@flagger/sdk';
import { Coalesced } from './coalesced.ts';
import type { ConfigMapApi } from './config-map-api.ts';
import { gateKey } from './gate-key.ts';
import type { Gate, GateStore } from './gate-store.ts';

/** The keys of a ConfigMap, or what becomes of them: null takes one away. */
type Keys = Readonly<Record<string, string | null>>;

const NOT_THERE = 404;
const ALREADY_THERE = 409;

/**
 * Gates in a ConfigMap: a key for each open one. They outlive restarts, and replicas agree at any moment, because each answer is read from
 * the API after it was asked for, and each change touches its own key only. What comes in meanwhile shares the next read or write.
 */
export class ConfigMapGates implements GateStore {
  readonly #api: ConfigMapApi;
  readonly #reads: Coalesced<undefined, Keys>;
  readonly #writes: Coalesced<readonly [string, boolean], void>;

  constructor(api: ConfigMapApi) {
    this.#api = api;
    this.#reads = new Coalesced((_, signal) => this.#read(signal));
    this.#writes = new Coalesced((changes, signal) => this.#write(Object.fromEntries(changes.map(([key, open]) => [key, open ? 'open' : null])), signal));
  }

  async isOpen(gate: Gate, signal: AbortSignal): Promise<boolean> {
    const keys = await this.#reads.ask(undefined, signal);
    return Object.hasOwn(keys, gateKey(gate));
  }

  set(gate: Gate, open: boolean, signal: AbortSignal): Promise<void> {
    return this.#writes.ask([gateKey(gate), open], signal);
  }

  async #read(signal: AbortSignal): Promise<Keys> {
    const { status, data } = await this.#api.read(signal);
    if (status === NOT_THERE) return {};
    this.#expect(status, 'read');
    return data;
  }

  async #write(keys: Keys, signal: AbortSignal): Promise<void> {
    const patched = await this.#api.patch(keys, signal);
    if (patched !== NOT_THERE) return this.#expect(patched, 'patched');
    const created = await this.#api.create(keys, signal);
    // Another replica was first.
    return created === ALREADY_THERE ? this.#expect(await this.#api.patch(keys, signal), 'patched') : this.#expect(created, 'created');
  }

  #expect(status: number, done: string): void {
    if (status >= 200 && status < 300) return;
    throw new CanaryError('ApiUnavailable', 'later', `gates: ConfigMap ${this.#api.title} can't be ${done}: the Kubernetes API answered ${status}`);
  }
}

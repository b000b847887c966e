import { gateKey } from './gate-key.ts';
import type { Gate, GateStore } from './gate-store.ts';

/** Gates of this process: they are closed again after a restart. @source flagger pkg/loadtester/gate.go */
export class MemoryGates implements GateStore {
  readonly #open = new Set<string>();

  async isOpen(gate: Gate): Promise<boolean> {
    return this.#open.has(gateKey(gate));
  }

  async set(gate: Gate, open: boolean): Promise<void> {
    if (open) this.#open.add(gateKey(gate));
    else this.#open.delete(gateKey(gate));
  }
}

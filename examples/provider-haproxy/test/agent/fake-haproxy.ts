import type { RuntimeApi } from '../../src/agent/runtime-api.ts';

/** The runtime API of an HAProxy that has one backend, test_podinfo. */
export class FakeHaproxy implements RuntimeApi {
  readonly #initial: ReadonlyMap<string, number>;
  readonly commands: string[] = [];
  weights = new Map<string, number>();
  /** What it says instead of an answer. */
  fault: { readonly throws: string } | { readonly says: string } | undefined;

  constructor(initial: Readonly<Record<string, number>> = { primary: 100, canary: 0 }) {
    this.#initial = new Map(Object.entries(initial));
    this.restart();
  }

  /** It forgets what it was told. */
  restart(): void {
    this.weights = new Map(this.#initial);
  }

  send(command: string): Promise<string> {
    if (this.fault !== undefined && 'throws' in this.fault) return Promise.reject(new Error(this.fault.throws));
    if (command === 'show servers state') return Promise.resolve(`1\n# be_name srv_name srv_uweight\n${[...this.weights].map(([name, weight]) => `test_podinfo ${name} ${weight}\n`).join('')}\n`);
    if (this.fault !== undefined) return Promise.resolve(`${this.fault.says}\n\n`);
    const [, name = '', weight] = /^set server test_podinfo\/(\w+) weight (\d+)$/.exec(command) ?? [];
    this.commands.push(command);
    this.weights.set(name, Number(weight));
    return Promise.resolve('\n');
  }
}

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A module as a process of its own, so that nobody's work delays another's. It ends when its parent lets go of it. */
export class Forked {
  readonly #child: ChildProcess;

  constructor(module: URL, args: readonly string[] = []) {
    this.#child = fork(module, args, { execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...process.env, NODE_OPTIONS: '' } });
  }

  tell(message: object): void {
    this.#child.send(message);
  }

  hear<T>(listener: (message: T) => void): void {
    this.#child.on('message', message => listener(message as T));
  }

  /** Waits for its first word. */
  async started(): Promise<void> {
    await once(this.#child, 'message', { signal: AbortSignal.timeout(20_000) });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}

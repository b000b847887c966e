import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What to run, and how to know that it works. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The page that answers well when it is ready; absent: it is taken for ready. */
  readonly readyUrl?: string;
  /** The Debian package that brings it. */
  readonly packageName?: string;
}

/** Debian puts haproxy where only root looks. */
const PATH = `${process.env['PATH']}:/usr/sbin`;

/** A program that runs beside the test. */
export class RealProcess {
  readonly #program: Program;
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'haproxy-e2e-log-'));
  #failure: Error | undefined;

  private constructor(program: Program) {
    this.#program = program;
    const log = openSync(join(this.#folder, 'log'), 'w');
    this.#child = spawn(program.command, program.args, { stdio: ['ignore', log, log], env: { ...process.env, PATH, NODE_OPTIONS: '', ...program.env } });
    this.#child.once('error', error => (this.#failure = error));
    closeSync(log);
  }

  /** Starts it and waits until it is ready. @throws Error with its log, or with what has to be installed */
  static async start(program: Program): Promise<RealProcess> {
    const started = new RealProcess(program);
    await started.#ready();
    return started;
  }

  log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#failure === undefined) {
      const ended = new Promise(resolve => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const { command, readyUrl, packageName } = this.#program;
    for (let attempt = 0; attempt < 400; attempt++) {
      await realPause(50);
      if (this.#failure !== undefined) throw new Error(`${command} can't be started (${this.#failure.message}); install it: apt-get install ${packageName ?? command}`);
      if (this.#child.exitCode !== null) throw new Error(`${command} ended: ${this.log().slice(-2000)}`);
      if (readyUrl === undefined || (await answers(readyUrl))) return;
    }
    throw new Error(`${command} is not ready: ${this.log().slice(-2000)}`);
  }
}

/** Real processes need real time. */
export function realPause(ms: number): Promise<void> {
  return new Promise(resolve => void setTimeout(resolve, ms));
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => void server.close(resolve));
  return port;
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.text();
  return answer?.ok ?? false;
}

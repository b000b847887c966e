import { accessSync, chmodSync, constants, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createRealClock } from '@flagger/testkit';
import { createLoadTester } from '../src/index.ts';
import type { LoadTester, LoadTesterOptions } from '../src/index.ts';
import { createLogger } from '../src/logging/create-logger.ts';
import { createRedact } from '../src/logging/redact.ts';

/** What a load tester answered. */
export interface TesterAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** A task as `/tasks` shows it. */
export interface ShownTask {
  readonly id: string;
  readonly type: string;
  readonly canary: string;
  readonly task: string;
  readonly state: string;
  readonly output?: string;
  readonly reason?: string;
}

/** Whom the tests' payloads are about. */
export const WHO = { name: 'podinfo', namespace: 'test' };

/** A folder of programs that is a whole path: the few of the system that scripts need, and those that are given as scripts of sh. */
export class ProgramFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'loadtester-'));

  constructor(programs: Readonly<Record<string, string>> = {}) {
    for (const name of ['bash', 'sh', 'sleep', 'cat', 'wc', 'setsid', 'yes', 'head']) symlinkSync(findOnPath(name), join(this.path, name));
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(this.path, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(this.path, name), 0o755);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

function findOnPath(name: string): string {
  const found = (process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, name)).find(isExecutable);
  if (found === undefined) throw new Error(`the tests need the program ${name}`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A load tester on a loopback port, with its log. */
export class TesterLab {
  readonly #tester: LoadTester;
  readonly #lines: Promise<string>;
  readonly #stream: PassThrough;

  private constructor(tester: LoadTester, stream: PassThrough) {
    this.#tester = tester;
    this.#stream = stream;
    this.#lines = stream.toArray().then(chunks => Buffer.concat(chunks).toString('utf8'));
  }

  static async start({ settings = {}, token = '', clock = createRealClock(), ...rest }: LoadTesterOptions = {}): Promise<TesterLab> {
    const stream = new PassThrough();
    const logger = createLogger({ level: 'debug', encoding: 'json', stream, clock, redact: createRedact([token]) });
    const tester = createLoadTester({ ...rest, settings: { port: 0, ...settings }, token, clock, logger, host: '127.0.0.1' });
    await tester.start();
    return new TesterLab(tester, stream);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#tester.port}`;
  }

  async ask(method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<TesterAnswer> {
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    return { status: response.status, contentType: response.headers.get('content-type'), body: await response.text() };
  }

  post(path: string, payload: unknown): Promise<TesterAnswer> {
    return this.ask('POST', path, JSON.stringify(payload));
  }

  /** Posts a task of the usual canary. */
  task(metadata: Readonly<Record<string, string>>): Promise<TesterAnswer> {
    return this.post('/', { ...WHO, metadata });
  }

  async tasks(): Promise<readonly ShownTask[]> {
    const { body } = await this.ask('GET', '/tasks');
    return (JSON.parse(body) as { readonly tasks: readonly ShownTask[] }).tasks;
  }

  /** Resolves with the youngest task once no task runs. */
  async settled(): Promise<ShownTask> {
    for (;;) {
      const tasks = await this.tasks();
      const [youngest] = tasks;
      if (youngest !== undefined && tasks.every(({ state }) => state !== 'running')) return youngest;
    }
  }

  /** Stops it; everything that it logged. */
  async stop(): Promise<string> {
    await this.#tester.stop();
    this.#stream.end();
    return this.#lines;
  }
}

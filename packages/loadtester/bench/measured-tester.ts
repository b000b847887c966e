import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/** What the load tester answered. */
export interface BenchAnswer {
  readonly status: number;
  readonly body: string;
}

const MAIN = join(import.meta.dirname, '../src/main.ts');
const agent = new Agent({ keepAlive: true });

/** A load tester in a process of its own. */
export class MeasuredTester {
  readonly #child: ChildProcess;
  readonly #port: string;

  private constructor(child: ChildProcess, port: string) {
    this.#child = child;
    this.#port = port;
  }

  static async start(...flags: readonly string[]): Promise<MeasuredTester> {
    const child = spawn(process.execPath, [MAIN, '-port=0', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await new Promise<string>((resolve, reject) => {
      child.once('exit', code => reject(new Error(`the load tester ended with ${code}`)));
      child.stderr.setEncoding('utf8').on('data', (log: string) => {
        const [, found] = /API on port (\d+)/.exec(log) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    return new MeasuredTester(child, port);
  }

  post(path: string, payload: unknown): Promise<BenchAnswer> {
    return this.#ask('POST', path, JSON.stringify(payload));
  }

  /** How many tasks run now. */
  async running(): Promise<number> {
    const { body } = await this.#ask('GET', '/tasks', '');
    return (JSON.parse(body) as { readonly tasks: readonly { readonly state: string }[] }).tasks.filter(({ state }) => state === 'running').length;
  }

  #ask(method: string, path: string, body: string): Promise<BenchAnswer> {
    return new Promise((resolve, reject) => {
      const asked = request({ agent, host: '127.0.0.1', port: this.#port, method, path, headers: { 'content-length': Buffer.byteLength(body) } }, response => {
        response.toArray().then(chunks => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }), reject);
      });
      asked.once('error', reject).end(body);
    });
  }

  async stop(): Promise<void> {
    const exited = new Promise(resolve => void this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await exited;
  }
}

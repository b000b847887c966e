import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WHO } from '../tester-lab.ts';
import type { ShownTask, TesterAnswer } from '../tester-lab.ts';
import { needTool, TOOLS_PATH } from './tools.ts';

const BINARY = join(import.meta.dirname, '../../dist/loadtester.js');
/** In a mount namespace of its own, names are looked up in the file that is given first. */
const WITH_HOSTS = 'mount --bind "$1" /etc/hosts && shift && exec "$@"';

/** The built load tester as a process, which knows the names of a cluster's services. */
export class TesterProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #port: Promise<string>;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#port = portOf(child);
  }

  /** `hosts` are names by address. */
  static start(hosts: Readonly<Record<string, readonly string[]>>, ...flags: readonly string[]): TesterProcess {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: npm run build makes it`);
    const folder = mkdtempSync(join(tmpdir(), 'tester-'));
    const file = join(folder, 'hosts');
    writeFileSync(file, ['127.0.0.1 localhost', ...Object.entries(hosts).map(([address, names]) => `${address} ${names.join(' ')}`), ''].join('\n'));
    const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
    const argv = [...namespace, 'sh', '-c', WITH_HOSTS, 'sh', file, process.execPath, BINARY, '-port=0', ...flags];
    const child = spawn(needTool('unshare'), argv, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', PATH: TOOLS_PATH } });
    return new TesterProcess(child, folder);
  }

  get port(): Promise<string> {
    return this.#port;
  }

  async post(path: string, payload: unknown): Promise<TesterAnswer> {
    const response = await fetch(`http://127.0.0.1:${await this.#port}${path}`, { method: 'POST', body: JSON.stringify(payload) });
    return { status: response.status, contentType: response.headers.get('content-type'), body: await response.text() };
  }

  task(metadata: Readonly<Record<string, string>>): Promise<TesterAnswer> {
    return this.post('/', { ...WHO, metadata });
  }

  /** Resolves with the task that runs, or ran, this text once it is in another state than `running`. */
  async ended(text: string): Promise<ShownTask> {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${await this.#port}/tasks`);
      const { tasks } = (await answer.json()) as { readonly tasks: readonly ShownTask[] };
      const found = tasks.find(({ task, state }) => task === text && state !== 'running');
      if (found !== undefined) return found;
    }
  }

  /** Resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>(resolve => void this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const code = await exited;
    rmSync(this.#folder, { recursive: true });
    return code;
  }
}

async function portOf(child: ChildProcess): Promise<string> {
  let log = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    const [, port] = /API on port (\d+)/.exec(log) ?? [];
    if (port !== undefined) resolve(port);
  });
  child.once('exit', () => reject(new Error(`the load tester ended: ${log}`)));
  return promise;
}

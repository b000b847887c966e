import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WHO } from '../tester-lab.ts';
import type { ShownTask, TesterAnswer } from '../tester-lab.ts';
import { needTool, TOOLS_PATH } from './tools.ts';

const BINARY = join(import.meta.dirname, '../../dist/loadtester.js');
/** In a mount namespace of its own, names are looked up in the file that is given first, and the account of the pod is the folder that is given next. */
const WITHIN = `
  mount --bind "$1" /etc/hosts
  if [ -n "$2" ]; then
    mount -t tmpfs tmpfs /run
    mkdir -p /run/secrets/kubernetes.io
    cp -r "$2" /run/secrets/kubernetes.io/serviceaccount
  fi
  shift 2
  exec "$@"`;

/** What is around a load tester. */
export interface Surroundings {
  /** Names by address. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  /** As in a pod: the API server's address, and a folder with what a service account has. */
  readonly cluster?: { readonly host: string; readonly port: number; readonly account: string };
}

/** The built load tester as a process, which knows the names of a cluster's services, and can be in a pod. */
export class TesterProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #port: Promise<string>;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#port = portOf(child);
  }

  static start({ hosts = {}, cluster }: Surroundings, ...flags: readonly string[]): TesterProcess {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: npm run build makes it`);
    const folder = mkdtempSync(join(tmpdir(), 'tester-'));
    const file = join(folder, 'hosts');
    writeFileSync(file, ['127.0.0.1 localhost', ...Object.entries(hosts).map(([address, names]) => `${address} ${names.join(' ')}`), ''].join('\n'));
    const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
    const argv = [...namespace, 'sh', '-ec', WITHIN, 'sh', file, cluster?.account ?? '', process.execPath, BINARY, '-port=0', ...flags];
    const service = cluster && { KUBERNETES_SERVICE_HOST: cluster.host, KUBERNETES_SERVICE_PORT: `${cluster.port}` };
    const child = spawn(needTool('unshare'), argv, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', PATH: TOOLS_PATH, ...service } });
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

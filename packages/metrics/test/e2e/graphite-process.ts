import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listens } from './listens.ts';

/** Where its parts listen, on the loopback interface. */
export interface GraphitePorts {
  readonly web: number;
  readonly line: number;
  readonly cache: number;
}

/** A real Graphite: carbon, which takes points in, and the web application, which answers. */
export class GraphiteProcess {
  readonly url: string;
  readonly #ports: GraphitePorts;
  readonly #folder = mkdtempSync(join(tmpdir(), 'flagger-graphite-'));
  readonly #children: ChildProcess[] = [];
  #failure: Error | undefined;

  private constructor(ports: GraphitePorts) {
    this.url = `http://127.0.0.1:${ports.web}`;
    this.#ports = ports;
  }

  /** Starts both parts and waits until they listen. */
  static async start(ports: GraphitePorts): Promise<GraphiteProcess> {
    // One that was left over would answer in its place.
    for (const port of Object.values(ports)) if (await listens(port)) throw new Error(`something listens on 127.0.0.1:${port} already`);
    const graphite = new GraphiteProcess(ports);
    try {
      graphite.#configure();
      graphite.#run('carbon-cache', 'graphite-carbon', [`--config=${join(graphite.#folder, 'carbon.conf')}`, '--nodaemon', 'start']);
      graphite.#run('graphite-manage', 'graphite-web', ['runserver', '--noreload', `127.0.0.1:${ports.web}`]);
      await graphite.#ready();
    } catch (error) {
      await graphite.stop();
      throw error;
    }
    return graphite;
  }

  /** Hands points to carbon: series, value, and age in seconds. */
  async feed(points: readonly (readonly [series: string, value: number, ageSeconds: number])[]): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const socket = connect(this.#ports.line, '127.0.0.1');
    socket.end(points.map(([series, value, age]) => `${series} ${value} ${now - age}\n`).join(''));
    socket.resume();
    await once(socket, 'close');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.filter(child => child.pid !== undefined && child.exitCode === null && child.signalCode === null).map(async child => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #configure(): void {
    const folder = this.#folder;
    const whisper = join(folder, 'whisper');
    mkdirSync(whisper);
    writeFileSync(join(folder, 'storage-schemas.conf'), '[all]\npattern = .*\nretentions = 1s:1h\n');
    const carbon = {
      STORAGE_DIR: folder, CONF_DIR: folder, LOG_DIR: folder, PID_DIR: folder, LOCAL_DATA_DIR: whisper, USER: '', ENABLE_TAGS: 'False', MAX_UPDATES_PER_SECOND: 'inf',
      LINE_RECEIVER_INTERFACE: '127.0.0.1', LINE_RECEIVER_PORT: this.#ports.line, PICKLE_RECEIVER_PORT: 0, CACHE_QUERY_INTERFACE: '127.0.0.1', CACHE_QUERY_PORT: this.#ports.cache,
    };
    writeFileSync(join(folder, 'carbon.conf'), ['[cache]', ...Object.entries(carbon).map(([key, value]) => `${key} = ${value}`), ''].join('\n'));
    // What is a literal in JSON is one in Python.
    const web = {
      SECRET_KEY: 'of a test', ALLOWED_HOSTS: ['127.0.0.1'], STANDARD_DIRS: [whisper], WHISPER_DIR: whisper, INDEX_FILE: join(folder, 'index'), LOG_DIR: folder, CARBONLINK_HOSTS: [],
      DATABASES: { default: { ENGINE: 'django.db.backends.sqlite3', NAME: join(folder, 'database') } },
    };
    writeFileSync(join(folder, 'flagger_settings.py'), ['from graphite.settings import *', ...Object.entries(web).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), ''].join('\n'));
  }

  #run(program: string, aptPackage: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, 'output'), 'a');
    const child = spawn(program, args, { stdio: ['ignore', log, log], env: { ...process.env, DJANGO_SETTINGS_MODULE: 'flagger_settings', PYTHONPATH: this.#folder, PYTHONDONTWRITEBYTECODE: '1' } });
    closeSync(log);
    this.#children.push(child);
    child.once('error', cause => {
      this.#failure ??= new Error(`${program} does not start; it is in the apt package ${aptPackage}`, { cause });
    });
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#children.some(({ exitCode }) => exitCode !== null)) break;
      if (await listens(this.#ports.line) && await listens(this.#ports.web)) return;
      await new Promise(resolve => void setTimeout(resolve, 100));
    }
    throw new Error(`Graphite is not ready: ${readFileSync(join(this.#folder, 'output'), 'utf8').slice(-2000)}`);
  }
}

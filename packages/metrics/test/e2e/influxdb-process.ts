import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInfluxDb } from './build-influxdb.ts';
import { listens } from './listens.ts';

/** How it is reached, and whether it asks who comes. */
export interface InfluxDbSettings {
  /** Where it listens, on the loopback interface. */
  readonly ports: { readonly http: number; readonly backup: number };
  /** The first user, who may do everything; where it is left out, everybody may. */
  readonly admin?: { readonly name: string; readonly password: string };
}

/** A real InfluxDB 1.8, which takes Flux and tokens in the way of version 2. */
export class InfluxDbProcess {
  readonly url: string;
  readonly #settings: InfluxDbSettings;
  readonly #folder = mkdtempSync(join(tmpdir(), 'flagger-influxdb-'));
  #child: ChildProcess | undefined;

  private constructor(settings: InfluxDbSettings) {
    this.url = `http://127.0.0.1:${settings.ports.http}`;
    this.#settings = settings;
  }

  /** Starts the server, waits until it listens, and makes the first user. */
  static async start(settings: InfluxDbSettings): Promise<InfluxDbProcess> {
    // One that was left over would answer in its place.
    for (const port of Object.values(settings.ports)) if (await listens(port)) throw new Error(`something listens on 127.0.0.1:${port} already`);
    const influxdb = new InfluxDbProcess(settings);
    try {
      influxdb.#run(buildInfluxDb());
      await influxdb.#ready();
      const { admin } = settings;
      if (admin !== undefined) await influxdb.order(`CREATE USER "${admin.name}" WITH PASSWORD '${admin.password}' WITH ALL PRIVILEGES`);
    } catch (error) {
      await influxdb.stop();
      throw error;
    }
    return influxdb;
  }

  /** Runs a statement of InfluxQL, such as `CREATE DATABASE prod`. */
  async order(statement: string): Promise<void> {
    await this.#post('/query', new URLSearchParams({ q: statement }));
  }

  /** Writes points in the line protocol, such as `requests,app=podinfo value=12.5`. */
  async write(bucket: string, points: readonly string[]): Promise<void> {
    await this.#post(`/api/v2/write?bucket=${encodeURIComponent(bucket)}`, points.join('\n'));
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #post(path: string, body: URLSearchParams | string): Promise<void> {
    const { admin } = this.#settings;
    const headers = admin === undefined ? {} : { Authorization: `Token ${admin.name}:${admin.password}` };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body });
    const text = await answer.text();
    if (!answer.ok || text.includes('"error"')) throw new Error(`InfluxDB refused ${path}: ${answer.status} ${text}`);
  }

  #run(binary: string): void {
    const { ports, admin } = this.#settings;
    const settings = join(this.#folder, 'influxdb.conf');
    writeFileSync(settings, [
      'reporting-disabled = true', `bind-address = "127.0.0.1:${ports.backup}"`,
      '[meta]', `dir = "${this.#folder}/meta"`,
      '[data]', `dir = "${this.#folder}/data"`, `wal-dir = "${this.#folder}/wal"`,
      '[monitor]', 'store-enabled = false',
      '[http]', `bind-address = "127.0.0.1:${ports.http}"`, 'flux-enabled = true', `auth-enabled = ${admin !== undefined}`, '',
    ].join('\n'));
    const log = openSync(join(this.#folder, 'output'), 'a');
    this.#child = spawn(binary, ['run', '-config', settings], { stdio: ['ignore', log, log] });
    closeSync(log);
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      if (this.#child?.exitCode !== null) break;
      if (await listens(this.#settings.ports.http)) return;
      await new Promise(resolve => void setTimeout(resolve, 100));
    }
    throw new Error(`InfluxDB is not ready: ${readFileSync(join(this.#folder, 'output'), 'utf8').slice(-2000)}`);
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type ScrapeConfig = object;

const eachSecond = (target: string): readonly ScrapeConfig[] => [{ job_name: 'mesh', static_configs: [{ targets: [target] }] }];

/** A real Prometheus that scrapes one target each second, or what is configured. */
export class PrometheusProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** Starts it and waits until it answers. */
  static async start(port: number, scrapes: string | readonly ScrapeConfig[]): Promise<PrometheusProcess> {
    const address = `127.0.0.1:${port}`;
    // One that was left over would answer in its place.
    if (await answers(`http://${address}`)) throw new Error(`a Prometheus listens on ${address} already`);
    const folder = mkdtempSync(join(tmpdir(), 'flagger-prometheus-'));
    const config = join(folder, 'prometheus.yml');
    // JSON is YAML.
    writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: typeof scrapes === 'string' ? eachSecond(scrapes) : scrapes }));
    const log = openSync(join(folder, 'log'), 'w');
    const child = spawn('prometheus', [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${address}`], { stdio: ['ignore', log, log] });
    closeSync(log);
    const prometheus = new PrometheusProcess(`http://${address}`, child, folder);
    await prometheus.#ready();
    return prometheus;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise(resolve => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const failed = new Promise<never>((_resolve, reject) => this.#child.once('error', reject));
    for (let attempt = 0; attempt < 200; attempt++) {
      if (this.#child.exitCode !== null) break;
      if (await Promise.race([answers(this.url), failed])) return;
      await new Promise(resolve => void setTimeout(resolve, 50));
    }
    throw new Error(`Prometheus is not ready: ${readFileSync(join(this.#folder, 'log'), 'utf8').slice(-2000)}`);
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
  return answer?.ok ?? false;
}

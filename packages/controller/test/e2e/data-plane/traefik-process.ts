import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PORTS } from './setting.ts';

const HOME = process.env['DATA_PLANE_HOME'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'data-plane');

/** The CRDs of what Traefik watches. */
export function traefikCrds(): readonly string[] {
  return readdirSync(join(HOME, 'crds')).map(file => join(HOME, 'crds', file));
}

/** A real Traefik that serves the TraefikServices and the HTTPRoutes of a cluster. Its settings are the default ones. */
export class TraefikProcess {
  readonly #child: ChildProcess;
  readonly #log: string;

  private constructor(child: ChildProcess, log: string) {
    this.#child = child;
    this.#log = log;
  }

  static async start(kubeconfig: string, folder: string): Promise<TraefikProcess> {
    const log = join(folder, 'traefik.log');
    const output = openSync(log, 'w');
    const child = spawn(join(HOME, 'traefik'), [
      `--entryPoints.web.address=127.0.0.1:${PORTS.web}`, `--entryPoints.traefik.address=127.0.0.1:${PORTS.traefik}`,
      '--providers.kubernetesCRD=true', '--providers.kubernetesGateway=true', '--metrics.prometheus=true', '--ping=true',
      '--log.level=INFO', '--global.checkNewVersion=false', '--global.sendAnonymousUsage=false',
    ], { stdio: ['ignore', output, output], env: { ...process.env, KUBECONFIG: kubeconfig } });
    closeSync(output);
    const traefik = new TraefikProcess(child, log);
    await traefik.#ready();
    return traefik;
  }

  /** Where it is scraped. */
  get metrics(): string {
    return `127.0.0.1:${PORTS.traefik}`;
  }

  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async #ready(): Promise<void> {
    const failed = new Promise<never>((_resolve, reject) => this.#child.once('error', reject));
    for (let attempt = 0; attempt < 400 && this.#child.exitCode === null; attempt++) {
      const answer = await Promise.race([fetch(`http://${this.metrics}/ping`).catch(() => undefined), failed]);
      if (answer?.ok) return;
      await new Promise(resolve => void setTimeout(resolve, 50));
    }
    throw new Error(`Traefik is not ready: ${this.log().slice(-2000)}`);
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { CanaryError } from '@flagger/sdk';
import type { Clock, HttpClient } from '@flagger/sdk';
import { createOperator } from '../../src/index.ts';
import type { Operator, OperatorOptions } from '../../src/index.ts';
import { silentLogger } from './silent-logger.ts';

/** What a run of the controller works with. */
export interface ControllerRunParts {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly apiUrl: string;
  /** Its user, and its token. */
  readonly name: string;
  /** Where it finds its kubeconfig. */
  readonly folder: string;
  readonly options: Partial<OperatorOptions>;
}

/** One life of the controller: from its start until it ends in order or is killed. Nothing that a killed one still does has any effect. */
export class ControllerRun {
  readonly name: string;
  readonly cluster: Cluster;
  readonly operator: Operator;
  /** Resolves when it is killed. */
  readonly killed: Promise<void>;
  readonly #life: AbortController;

  private constructor(parts: { name: string; cluster: Cluster; operator: Operator; life: AbortController }) {
    this.name = parts.name;
    this.cluster = parts.cluster;
    this.operator = parts.operator;
    this.#life = parts.life;
    this.killed = new Promise(resolve => parts.life.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Makes a controller; it does nothing before its operator starts. */
  static async prepare({ clock, http, apiUrl, name, folder, options }: ControllerRunParts): Promise<ControllerRun> {
    const life = new AbortController();
    const own = { clock: mortalClock(clock, life.signal), http: mortalClient(http, life.signal) };
    const kubeconfig = writeKubeconfig(apiUrl, name, folder);
    const cluster = await createCluster({ kubeconfig, clock: own.clock, logger: silentLogger, qps: 10_000, burst: 10_000 });
    return new ControllerRun({ name, cluster, operator: createOperator({ ...own, cluster, listen: false, ...options }), life });
  }

  get alive(): boolean {
    return !this.#life.signal.aborted;
  }

  /** Ends it where it stands, as a process that is killed: no timer of it fires and no message of it arrives any more. */
  kill(): void {
    this.#life.abort();
  }

  /** Waits for `work`, but not beyond the controller's death. */
  async whileAlive(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.killed]);
  }

  async close(): Promise<void> {
    if (this.alive) await this.operator.stop();
    await this.cluster.close();
  }
}

function mortalClock(clock: Clock, life: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    random: () => clock.random(),
    uuid: () => clock.uuid(),
    after: (delayMs, run) => (life.aborted ? () => undefined : clock.after(delayMs, () => void (life.aborted || run()))),
  };
}

function mortalClient(client: HttpClient, life: AbortSignal): HttpClient {
  return {
    send: (request, signal) => (life.aborted ? Promise.reject(new CanaryError('ApiUnavailable', 'never', 'the controller was killed')) : client.send(request, signal)),
  };
}

function writeKubeconfig(server: string, token: string, folder: string): string {
  const file = join(folder, `kubeconfig-${token}`);
  writeFileSync(file, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'world', contexts: [{ name: 'world', context: { cluster: 'world', user: 'controller' } }],
    clusters: [{ name: 'world', cluster: { server } }], users: [{ name: 'controller', user: { token } }],
  }));
  return file;
}

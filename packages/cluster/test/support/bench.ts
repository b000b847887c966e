import { afterEach } from '@jest/globals';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer, ApiServerOptions, VirtualClock } from '@flagger/testkit';
import { createCluster } from '../../src/index.ts';
import type { Change, Cluster, ClusterOptions } from '../../src/index.ts';
import { recordingLogger } from './recording-logger.ts';
import type { RecordingLogger } from './recording-logger.ts';
import { until } from './until.ts';
import { WIDGET_CRD } from './widgets.ts';

/** An API server and a client of it, on one clock that stands still. */
export interface Bench {
  readonly api: ApiServer;
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly logger: RecordingLogger;
  readonly signal: AbortSignal;
  /** Each answer as `verb resource code`. */
  readonly answers: string[];
  /** What `watchEvery` announced, as `kind name`. */
  readonly heard: string[];
  /** The same, in full. */
  readonly changes: Change[];
  /** Resolves when the client has seen all that the server has. */
  settle(): Promise<void>;
  /** Another client of the same server. */
  connect(options?: Partial<ClusterOptions>): Promise<Cluster>;
}

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Has `close` called after the test. */
export function afterTest(close: () => Promise<void>): void {
  open.push(close);
}

export async function startBench(options: Partial<ClusterOptions> = {}, server: Partial<ApiServerOptions> = {}): Promise<Bench> {
  const clock = createVirtualClock();
  const api = await startApiServer({ clock, ...server });
  afterTest(() => api.close());
  api.installCrds([WIDGET_CRD]);
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  const logger = recordingLogger();
  const answers: string[] = [];
  const connect = async (more: Partial<ClusterOptions> = {}): Promise<Cluster> => {
    const cluster = await createCluster({ master: api.url, clock, logger, ...more });
    afterTest(() => cluster.close());
    return cluster;
  };
  const cluster = await connect({ onRequest: (verb, code, resource) => void answers.push(`${verb} ${resource} ${code}`), ...options });
  const changes: Change[] = [];
  const heard: string[] = [];
  cluster.watchEvery(change => {
    changes.push(change);
    heard.push(`${change.kind} ${change.key.name}`);
  });
  const signal = new AbortController().signal;
  return { api, cluster, clock, logger, signal, answers, heard, changes, connect, settle: () => settle(api, cluster, signal) };
}

/** A watch that is opening misses a barrier; so barriers are repeated until every cache has come to the first one. */
async function settle(api: ApiServer, cluster: Cluster, signal: AbortSignal): Promise<void> {
  let settled = false;
  const version = api.barrier();
  const settling = cluster.settled(version, signal).then(() => (settled = true));
  await until(() => {
    if (!settled) api.barrier();
    return settled;
  });
  await settling;
}

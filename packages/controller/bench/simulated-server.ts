import process from 'node:process';
import { createCluster } from '@flagger/cluster';
import { createRealClock, simulateWorkloads, startApiServer } from '@flagger/testkit';
import { readFileSync } from 'node:fs';
import { silentLogger } from '../test/golden/silent-logger.ts';
import type { SeenRequest } from './tested-cluster.ts';

/** The user, and the token, of the operator. */
const OPERATOR = 'flagger';
const CRDS = ['flagger.yaml', 'third-party/istio.yaml', 'third-party/keda.yaml'].map(file => readFileSync(new URL(`../../deploy/crds/${file}`, import.meta.url), 'utf8'));

/** What the process says first. */
export interface Ready {
  readonly kubeconfig: string;
}

const clock = createRealClock();
const api = await startApiServer({ clock, users: { [OPERATOR]: OPERATOR }, journalLimit: 1, historyLimit: 20_000 });
for (const crds of CRDS) api.installCrds(crds);
const cluster = await createCluster({ master: api.url, clock, logger: silentLogger, qps: 100_000, burst: 100_000 });
await simulateWorkloads({ cluster, clock, logger: silentLogger, podStartupMs: 500 }, new AbortController().signal);

let noted: SeenRequest[] = [];
api.requests.subscribe(({ user, verb, resource, name, receivedAtMs }) => {
  if (user === OPERATOR && verb !== 'watch') noted.push({ atMs: receivedAtMs, verb, resource, name });
});
process.on('message', (question: 'note' | 'requests') => {
  if (question === 'note') noted = [];
  process.send?.(noted);
});
process.on('disconnect', () => process.exit());
process.send?.({ kubeconfig: api.kubeconfig } satisfies Ready);

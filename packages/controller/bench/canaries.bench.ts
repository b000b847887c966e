import process from 'node:process';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CanaryFleet } from './canary-fleet.ts';
import { startOperator } from './measured-operator.ts';
import type { MeasuredOperator } from './measured-operator.ts';
import { percentile } from './percentile.ts';
import { cpuSeconds, rssMib, watchRss } from './process-usage.ts';
import { startRealCluster } from './real-cluster.ts';
import { besides, unitOf } from './reference.ts';
import type { Figure } from './reference.ts';
import { startSimulatedCluster } from './simulated-cluster.ts';
import type { NotedRequests, SeenRequest, TestedCluster } from './tested-cluster.ts';

type Report = (figure: string, value: number, unit: string, beside?: string) => void;
type Figures = (figure: Figure, value: number) => void;

/** More than a machine with a real control plane on it takes. */
const LARGEST_REAL = 500;
const SETTLE_MS = 12_000;
const IDLE_MS = 30_000;
const LIMIT_MS = 900_000;
const PROBES = 20;
const READS = new Set(['get', 'list']);

/** What one size is measured with. */
interface Subject {
  readonly cluster: TestedCluster;
  readonly operator: MeasuredOperator;
  readonly fleet: CanaryFleet;
}

const sizes = (process.env['BENCH_CANARIES'] ?? '10,100,300,1000').split(',').map(Number);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 1);

const simulated = (size: number): boolean => size > LARGEST_REAL || process.env['BENCH_SIMULATED'] === '1';

/**
 * `BENCH_CANARIES=10,100` chooses the sizes (above 500, in simulation), `BENCH_SIMULATED=1` simulation for all, and `BENCH_ROUNDS=3` how
 * often each is measured.
 */
export default sizes.map(size => ({ name: `${size} canaries`, rounds, run: (report: Report) => measureSize(size, report) }));

async function measureSize(size: number, report: Report): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const cluster = simulated(size) ? await startSimulatedCluster() : startRealCluster();
  const figures: Figures = (figure, value) => report(figure, value, unitOf(figure), besides(figure, size));
  process.stdout.write(`${size} canaries, ${cluster.what}; load of the machine before: ${loadavg().map(value => value.toFixed(1)).join(' ')}\n`);
  try {
    const fleet = await CanaryFleet.create(cluster.adminKubeconfig, size, signal);
    const operator = await startOperator(cluster.operatorKubeconfig);
    try {
      figures('start to healthy', operator.startSeconds);
      await fleet.createCanaries();
      await measureIdle({ cluster, operator, fleet }, figures);
      await measureNoticing({ cluster, operator, fleet }, figures);
      await measureRollouts({ cluster, operator, fleet }, figures);
    } finally {
      await operator.close();
      await fleet.close();
    }
  } finally {
    await cluster.close();
  }
}

async function measureIdle({ cluster, operator: { pid }, fleet }: Subject, figures: Figures): Promise<void> {
  await wait(SETTLE_MS);
  const noted = await cluster.note();
  const before = { cpu: cpuSeconds(pid), atMs: performance.now() };
  await wait(IDLE_MS);
  const seconds = (performance.now() - before.atMs) / 1000;
  figures('idle CPU', (cpuSeconds(pid) - before.cpu) / seconds * 100);
  figures('requests per idle canary and 10 s', (await noted.requests()).length / fleet.names.length / seconds * 10);
  figures('RSS while idle', rssMib(pid));
}

/** One change after the other, among all the other canaries; the rollouts that follow overlap. */
async function measureNoticing({ cluster, fleet }: Subject, figures: Figures): Promise<void> {
  const noted = await cluster.note();
  const startedAt = Date.now();
  const probed = fleet.names.slice(0, PROBES);
  const changedAt = new Map<string, number>();
  for (const name of probed) {
    for (const [changed, atMs] of await fleet.change([name])) changedAt.set(changed, atMs);
    await wait(500);
  }
  await fleet.all(probed, 'Succeeded', startedAt);
  figures('change noticed, one at a time, p95', percentile(await noticed(noted, changedAt), 0.95));
}

async function measureRollouts({ cluster, operator: { pid }, fleet }: Subject, figures: Figures): Promise<void> {
  await wait(SETTLE_MS);
  const noted = await cluster.note();
  const mostRss = watchRss(pid);
  const startedAt = Date.now();
  const changedAt = await fleet.change(fleet.names);
  const succeededAt = await fleet.all(fleet.names, 'Succeeded', startedAt);
  // The last Events are still on their way.
  await wait(2000);
  const rollouts = [...succeededAt].map(([name, atMs]) => (atMs - (changedAt.get(name) ?? startedAt)) / 1000);
  const requests = await noted.requests();
  figures('change noticed, all at once, p95', percentile(await noticed(noted, changedAt), 0.95));
  figures('rollout, all at once, p50', percentile(rollouts, 0.5));
  figures('rollout, all at once, slowest', Math.max(...rollouts));
  figures('requests per rollout', requests.length / fleet.names.length);
  figures('writes but events per rollout', requests.filter(isWrite).length / fleet.names.length);
  figures('RSS at most', mostRss());
}

/** From each change to the first request that the operator makes because of it, in milliseconds. */
async function noticed(noted: NotedRequests, changedAt: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const requests = await noted.requests();
  return [...changedAt].map(([name, atMs]) => {
    const first = requests.find(request => request.name === name && isWrite(request));
    return Math.max(0, (first?.atMs ?? Number.POSITIVE_INFINITY) - atMs);
  });
}

function isWrite({ verb, resource }: SeenRequest): boolean {
  return !READS.has(verb) && resource !== 'events';
}

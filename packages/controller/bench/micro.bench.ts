import { setTimeout as wait } from 'node:timers/promises';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { decide, observe } from '@flagger/core';
import type { Evidence, Snapshot } from '@flagger/core';
import { CANARIES } from '@flagger/sdk';
import type { ProviderCapabilities } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { silentLogger } from '../test/golden/silent-logger.ts';
import { CanaryFleet } from './canary-fleet.ts';
import { canary, NAMESPACE } from './manifests.ts';
import { startOperator } from './measured-operator.ts';
import { startSimulatedCluster } from './simulated-cluster.ts';

type Report = (figure: string, value: number, unit: string) => void;

const CANARIES_HELD = 50;
const TIMES = 100_000;
const TOUCHES = 5;
/** The last touches are looked at by then. */
const QUIET_MS = 1000;
const LIMIT_MS = 120_000;
const MESH: ProviderCapabilities = {
  weights: true, mirroring: 'always', matches: ['headers'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
};

/** The small steps of which everything else is made. */
export default { name: 'steps', rounds: 5, run: async (report: Report): Promise<void> => {
  measureDecide(report);
  const cluster = await startSimulatedCluster();
  const signal = AbortSignal.timeout(LIMIT_MS);
  const fleet = await CanaryFleet.create(cluster.adminKubeconfig, CANARIES_HELD, signal);
  const operator = await startOperator(cluster.operatorKubeconfig);
  const reader = await createCluster({ kubeconfig: cluster.adminKubeconfig, clock: createRealClock(), logger: silentLogger });
  try {
    await fleet.createCanaries();
    await measureCachedGet(reader, fleet, signal, report);
    await measureIdleTick(operator.url, fleet, report);
  } finally {
    await reader.close();
    await operator.close();
    await fleet.close();
    await cluster.close();
  }
} };

/** A canary that has nothing to do: the decision that is made most often. */
function measureDecide(report: Report): void {
  const resting = { ...canary('app'), status: { phase: 'Succeeded', lastAppliedSpec: 'a', lastPromotedSpec: 'a', conditions: [] } } as const;
  const snapshot: Snapshot = observe(resting, { capabilities: MESH, providerName: 'istio' }, true);
  const evidence: Evidence = { revision: { hash: 'a', trackedConfigs: undefined, equalsPrimary: true } };
  const startedAt = performance.now();
  for (let time = 0; time < TIMES; time++) decide(snapshot, evidence);
  report('decide, a canary at rest', (performance.now() - startedAt) / TIMES * 1000, 'µs');
}

async function measureCachedGet({ store }: Cluster, { names: [name = ''] }: CanaryFleet, signal: AbortSignal, report: Report): Promise<void> {
  const key = { namespace: NAMESPACE, name };
  await store.get(CANARIES, key, signal);
  const startedAt = performance.now();
  for (let time = 0; time < TIMES; time++) await store.get(CANARIES, key, signal);
  report('cached get', (performance.now() - startedAt) / TIMES * 1000, 'µs');
}

/** Looks at canaries whose target was touched, without a new revision; in the operator's own words. */
async function measureIdleTick(url: string, fleet: CanaryFleet, report: Report): Promise<void> {
  const before = await ticks(url);
  for (let time = 0; time < TOUCHES; time++) await fleet.touch(`${time}`);
  await wait(QUIET_MS);
  const after = await ticks(url);
  report('idle tick', (after.seconds - before.seconds) / (after.count - before.count) * 1e6, 'µs');
}

async function ticks(url: string): Promise<{ readonly count: number; readonly seconds: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (part: string): number => Number(new RegExp(`^flagger_operator_tick_duration_seconds_${part}\\{outcome="done"\\} (\\S+)`, 'm').exec(text)?.[1] ?? 0);
  return { count: value('count'), seconds: value('sum') };
}

import { CANARIES } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { EmbeddedWorld } from '../test/golden/embedded-world.ts';
import { canary, deployment, DEPLOYMENTS, NAMESPACE, podTemplate } from './manifests.ts';
import { percentile } from './percentile.ts';

type Report = (figure: string, value: number, unit: string, beside?: string) => void;

const sizes = (process.env['BENCH_VIRTUAL'] ?? '300,1000').split(',').map(Number);

/**
 * Rollouts on a virtual clock: how long they take where neither processor nor API server is the limit, so that only the waits are seen
 * that the operator itself puts in. `BENCH_VIRTUAL=100` chooses the sizes.
 */
export default sizes.map(size => ({ name: `${size} canaries, on a virtual clock`, rounds: 1, run: (report: Report) => measure(size, report) }));

async function measure(size: number, report: Report): Promise<void> {
  const names = Array.from({ length: size }, (_, index) => `app-${index}`);
  const world = await EmbeddedWorld.start(NAMESPACE);
  try {
    const arrivals = watchPhases(world);
    for (const name of names) await world.lab.create(deployment(name));
    for (const name of names) await world.lab.create(canary(name));
    await until(world, () => arrivals.count('Initialized') === size);
    const from = world.clock.now();
    for (const name of names) world.api.store.patch(DEPLOYMENTS, { namespace: NAMESPACE, name }, { spec: { template: podTemplate(name, 'podinfo:2') } });
    await until(world, () => arrivals.count('Succeeded') === size);
    const seconds = (phase: string): readonly number[] => arrivals.times(phase).map(at => (at - from) / 1000);
    report('change noticed, all at once, p95', percentile(seconds('Progressing'), 0.95) * 1000, 'ms', 'aim < 250 at 300');
    report('rollout, all at once, p50', percentile(seconds('Succeeded'), 0.5), 's', 'aim <= 25, the same at 300 and 1000');
    report('rollout, all at once, slowest', Math.max(...seconds('Succeeded')), 's');
  } finally {
    await world.close();
  }
}

async function until(world: EmbeddedWorld, done: () => boolean): Promise<void> {
  await world.settle();
  while (!done()) await world.pacer.step();
}

/** When canaries came to their phases, by the world's clock. */
function watchPhases(world: EmbeddedWorld): { count(phase: string): number; times(phase: string): readonly number[] } {
  const arrivals = new Map<string, Map<string, number>>();
  world.api.store.subscribe(({ object }) => {
    if (object.kind !== CANARIES.kind) return;
    const { metadata: { name }, status } = object as Canary;
    const phase = status?.phase ?? '';
    const arrived = arrivals.get(phase) ?? new Map<string, number>();
    if (!arrived.has(name)) arrived.set(name, world.clock.now());
    arrivals.set(phase, arrived);
  });
  const times = (phase: string): readonly number[] => [...(arrivals.get(phase)?.values() ?? [])];
  return { count: phase => times(phase).length, times };
}

import { views } from '../golden/compare.ts';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { makeRecording } from '../golden/recording.ts';
import type { Scenario } from '../golden/scenarios.ts';
import { watchWrites } from './crash-point.ts';
import type { CrashPoint } from './crash-point.ts';
import type { Exposure } from './exposure.ts';
import { orphans } from './orphans.ts';
import { RestartLab } from './restart-lab.ts';
import type { Milestones } from './restart-lab.ts';
import { TrafficGuard } from './traffic-guard.ts';

/** How a scenario went. */
export interface Play {
  /** The controller's writes, in order. */
  readonly writes: readonly string[];
  /** The states that the status went through. */
  readonly course: unknown;
  /** The objects at the end, without what differs from run to run. */
  readonly end: Readonly<Record<string, unknown>>;
  /** What must never be, and was. */
  readonly problems: readonly string[];
  readonly milestones: Milestones;
  readonly exposure: Exposure;
}

/** Plays a scenario in a world of its own; with `crash`, one of the controller's writes goes wrong. */
export async function play({ name, objects, steps }: Scenario, crash?: { readonly point: CrashPoint; readonly undisturbed: Play }): Promise<Play> {
  const world = await EmbeddedWorld.start(name);
  try {
    const guard = new TrafficGuard(world);
    const lab = new RestartLab(world, guard.exposure, crash?.undisturbed.milestones);
    const writes = watchWrites(world, crash?.point);
    for (const object of objects(lab)) await lab.create(object);
    lab.mark('objects created');
    await steps(lab);
    await lab.sleep(1500);
    const last = await world.lab.dump();
    const recording = makeRecording(name, [...world.lab.backends.heard, ...world.writes()], last);
    return {
      writes, milestones: lab.milestones, exposure: guard.exposure, problems: [...guard.problems, ...orphans(last, lab.made)], course: views['phases']?.(recording), end: views['final']?.(recording) as Play['end'],
    };
  } finally {
    await world.close();
  }
}

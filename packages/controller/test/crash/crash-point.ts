import type { ApiRequest, Fault } from '@flagger/testkit';
import type { EmbeddedWorld } from '../golden/embedded-world.ts';

/** A moment at which the controller is killed: its request is lost, or done without the controller ever learning of it. */
export interface CrashPoint {
  /** Which of the controller's writes, from 1. */
  readonly write: number;
  readonly side: 'before' | 'after';
}

/** What becomes of the write at which the controller is killed. */
const FAULTS: Readonly<Record<CrashPoint['side'], Fault>> = { before: { kind: 'drop' }, after: { kind: 'drop-answer' } };

/** A writing request but for Kubernetes Events, such as `patch deployments podinfo`. */
function writeOf({ verb, method, target }: ApiRequest): string | undefined {
  if (method === 'GET' || target === undefined || target.plural === 'events') return undefined;
  const { plural, subresource, name } = target;
  return [verb, subresource === '' ? plural : `${plural}/${subresource}`, name].join(' ').trim();
}

/** Lists every write of the controller from now on, and kills it at `point`. */
export function watchWrites(world: EmbeddedWorld, point?: CrashPoint): readonly string[] {
  const writes: string[] = [];
  world.api.faults.inject(request => {
    const write = world.isController(request) ? writeOf(request) : undefined;
    if (write === undefined) return undefined;
    writes.push(write);
    if (writes.length !== point?.write) return undefined;
    world.killOperator(DOWNTIME_MS);
    return FAULTS[point.side];
  });
  return writes;
}

/** How long a killed controller is away. */
export const DOWNTIME_MS = Number(process.env['CRASH_DOWNTIME'] ?? 3000);

/** Before and after each of `count` writes. */
export function crashPoints(count: number): readonly CrashPoint[] {
  return Array.from({ length: count }, (_, index) => (['before', 'after'] as const).map(side => ({ write: index + 1, side }))).flat();
}

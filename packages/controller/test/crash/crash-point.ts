import type { ApiRequest, Fault } from '@flagger/testkit';
import type { EmbeddedWorld } from '../golden/embedded-world.ts';

/** What happens at a write: the controller is killed before it comes to the server or before the answer comes back, or the server refuses it. */
export type Mishap = 'killed before' | 'killed after' | 'refused';

/** One write at which something happens. */
export interface CrashPoint {
  readonly mishap: Mishap;
  /** Which of the controller's writes, from 1. */
  readonly write: number;
}

/** How long a killed controller is away. */
const DOWNTIME_MS = 3000;

const FAULTS: Readonly<Record<Mishap, Fault>> = {
  'killed before': { kind: 'drop' },
  'killed after': { kind: 'drop-answer' },
  refused: { kind: 'status', code: 500 },
};

/** Lists every write of the controller from now on, and lets what is to happen happen. */
export function watchWrites(world: EmbeddedWorld, point?: CrashPoint): readonly string[] {
  const writes: string[] = [];
  world.api.faults.inject(request => {
    const write = world.isController(request) ? writeOf(request) : undefined;
    if (write === undefined) return undefined;
    writes.push(write);
    if (writes.length !== point?.write) return undefined;
    if (point.mishap !== 'refused') world.killOperator(DOWNTIME_MS);
    return FAULTS[point.mishap];
  });
  return writes;
}

/** A writing request but for Kubernetes Events, such as `patch deployments podinfo`. */
function writeOf({ verb, method, target }: ApiRequest): string | undefined {
  if (method === 'GET' || target === undefined || target.plural === 'events') return undefined;
  const { plural, subresource, name } = target;
  return [verb, subresource === '' ? plural : `${plural}/${subresource}`, name].join(' ').trim();
}

import assert from 'node:assert/strict';
import type { Manifest, RouteSubject } from '@flagger/sdk';
import { StatusError } from '../api/status-error.ts';
import { failureOf } from './expect-failure.ts';
import { percent, withoutWeights, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';
import { pathsIn, withoutPath } from './without-path.ts';
import type { Path } from './without-path.ts';

/** Objects of a shape that nobody expects. */
export const BAD_OBJECT_LAWS: readonly LawRow[] = [
  {
    title: 'survives objects from which any one field is missing, and mends them',
    exempt: [withoutWrites, withoutWeights],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(30), signal);
      for (const object of lab.writtenObjects()) {
        for (const path of pathsIn(object).filter(isContent)) await checkCrippled(lab, { release, object, path }, signal);
      }
    },
  },
];

interface Crippled {
  readonly release: RouteSubject;
  readonly object: Manifest;
  readonly path: Path;
}

/** What a user or another controller may take away. */
function isContent([first, second]: Path): boolean {
  if (first === 'metadata') return second === 'annotations' || second === 'labels';
  return first !== 'apiVersion' && first !== 'kind' && first !== 'status';
}

async function checkCrippled(lab: RouterLab, { release, object, path }: Crippled, signal: AbortSignal): Promise<void> {
  if (!isAccepted(() => lab.api.store.update(withoutPath(object, path)))) return;
  await lab.settle(signal);
  const without = `${object.kind} without ${path.join('.')}`;
  await failureOf(`getTraffic of a ${without}`, lab.router.getTraffic(release, signal));
  await failureOf(`setTraffic of a ${without}`, lab.router.setTraffic(release, percent(30), signal));
  await lab.router.reconcile(release, signal);
  await lab.router.setTraffic(release, percent(30), signal);
  assert.deepEqual(await lab.readBack(release, signal), percent(30), `a ${without} is not mended`);
  assert.deepEqual(await lab.split({}, signal), percent(30), `a ${without} is not mended`);
}

/** Whether an API server takes the object; many a bad shape it refuses. */
function isAccepted(write: () => unknown): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error instanceof StatusError) return false;
    throw error;
  }
}

import type { Manifest } from '@flagger/sdk';
import type { ApiLab } from '../golden/api-lab.ts';

/** A garbage collector hears of a new kind of owner within half a minute, and collects nothing while it takes it in. */
const PATIENCE_S = 120;

/** Resolves when nothing is left of which all owners are gone. */
export async function garbageCollected(lab: ApiLab): Promise<void> {
  await lab.until('the garbage collector', async () => garbageIn(Object.values(await lab.dump()) as Manifest[]).length === 0, PATIENCE_S);
}

function garbageIn(objects: readonly Manifest[]): readonly Manifest[] {
  const alive = new Set(objects.map(({ metadata }) => metadata.uid));
  return objects.filter(({ metadata: { ownerReferences = [] } }) => ownerReferences.length > 0 && !ownerReferences.some(({ uid }) => alive.has(uid)));
}

import type { Manifest } from '@flagger/sdk';

/** Objects that belong to nobody: the user did not make them, and no owner that still exists holds them. */
export function orphans(objects: Readonly<Record<string, unknown>>, made: ReadonlySet<string>): readonly string[] {
  const all = Object.entries(objects) as [id: string, object: Manifest][];
  const uids = new Set(all.map(([, { metadata }]) => metadata.uid));
  const held = ({ metadata: { ownerReferences = [] } }: Manifest): boolean => ownerReferences.some(({ uid }) => uids.has(uid));
  return all.filter(([id, object]) => !made.has(id) && !held(object)).map(([id]) => `${id} is nobody's`);
}

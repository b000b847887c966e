import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@flagger/sdk';
import { expectSame } from './expect-same.ts';
import { percent, withoutObjects } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';
import { pathsIn } from './without-path.ts';
import type { Path } from './without-path.ts';

const takesNothingOver: Exemption = ({ original }) => (original === undefined ? 'it takes over no object of a user' : undefined);

/** How a canary goes. */
export const FINALIZE_LAWS: readonly LawRow[] = [
  {
    title: 'lets a canary go that has no routing objects, or no longer',
    exempt: [],
    check: (lab, signal) => lab.router.finalize(lab.release(), signal),
  },
  {
    title: 'finalizes twice as once',
    exempt: [],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      await lab.router.finalize(release, signal);
      const writes = lab.writes;
      await lab.router.finalize(release, signal);
      assert.equal(lab.writes, writes, 'the second call wrote');
    },
  },
  {
    title: 'leaves nothing behind that does not go with the canary',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(30), signal);
      await lab.router.finalize(release, signal);
      const owned = ({ metadata }: Manifest): boolean => metadata.ownerReferences?.some(({ uid }) => uid === release.canary.metadata.uid) ?? false;
      assert.deepEqual(lab.liveObjects().filter(object => !owned(object)).map(({ kind, metadata }) => `${kind} ${metadata.name}`), []);
    },
  },
  {
    title: 'lets a canary go that says too little to be served',
    exempt: [],
    check: async (lab, signal) => {
      const { canary, target } = lab.release();
      const { targetRef, analysis } = canary.spec;
      const missing = lab.subject.provider.capabilities.requires.filter(fields => !fields.split(' or ').some(field => hasPath(canary, field.split('.'))));
      assert.deepEqual(missing, [], "the subject's canary says too little");
      await lab.router.finalize({ canary: { ...canary, spec: { targetRef, analysis } }, target }, signal);
    },
  },
  {
    title: "gives the user's object back as it was, after any number of changes",
    exempt: [takesNothingOver],
    check: async (lab, signal) => {
      const original = await putOriginal(lab, signal);
      await lab.router.reconcile(lab.release(), signal);
      await lab.router.setTraffic(lab.release(), percent(30), signal);
      await lab.router.reconcile(lab.release({ service: { ...lab.subject.change, apex: { annotations: { note: 'changed' } } } }), signal);
      await lab.router.finalize(lab.release(), signal);
      expectSame(specOf(lab, original), original.spec);
    },
  },
  {
    title: "takes the user's object over again, for the same canary",
    exempt: [takesNothingOver],
    check: async (lab, signal) => {
      const original = await putOriginal(lab, signal);
      for (const round of ['first', 'second']) {
        await lab.router.reconcile(lab.release(), signal);
        assert.deepEqual(await lab.readBack(lab.release(), signal), percent(0), `${round} round`);
        await lab.router.finalize(lab.release(), signal);
        expectSame(specOf(lab, original), original.spec, `${round} round`);
      }
    },
  },
];

async function putOriginal(lab: RouterLab, signal: AbortSignal): Promise<NonNullable<RouterLab['subject']['original']>> {
  const { original } = lab.subject;
  assert.ok(original, 'the subject has an original');
  lab.api.store.put(original);
  await lab.settle(signal);
  return original;
}

function specOf(lab: RouterLab, { apiVersion, kind, metadata }: NonNullable<RouterLab['subject']['original']>): object | undefined {
  return lab.api.store.get<NonNullable<RouterLab['subject']['original']>>({ apiVersion, kind }, metadata)?.spec;
}

function hasPath(value: unknown, path: Path): boolean {
  return pathsIn(value).some(found => isDeepStrictEqual(found, path));
}

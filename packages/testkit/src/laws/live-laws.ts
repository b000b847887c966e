import assert from 'node:assert/strict';
import type { Manifest } from '@flagger/sdk';
import { expectFailure, failureOf } from './expect-failure.ts';
import { percent, withoutObjects, withoutWeights, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';

/** What happens to objects that are in use, or that others change. */
export const LIVE_LAWS: readonly LawRow[] = [
  {
    title: 'keeps the live split while it writes a change of the service',
    exempt: [withoutObjects, withoutWeights, ({ change }) => (change === undefined ? 'the subject names no change that shows' : undefined)],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      await lab.router.setTraffic(lab.release(), percent(30), signal);
      const changed = lab.release({ service: lab.subject.change ?? {} });
      const writes = lab.writes;
      await lab.router.reconcile(changed, signal);
      assert.ok(lab.writes > writes, 'the change was not written');
      assert.deepEqual(await lab.readBack(changed, signal), percent(30), 'getTraffic');
      assert.deepEqual(await lab.split({}, signal), percent(30), 'the data plane');
    },
  },
  {
    title: 'notices a split that somebody else has set, and sets its own again',
    exempt: [withoutWrites, withoutWeights],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(30), signal);
      const earlier = lab.writtenObjects();
      await lab.router.setTraffic(release, percent(60), signal);
      for (const object of earlier) lab.api.store.update(object);
      await lab.settle(signal);
      assert.deepEqual(await lab.router.getTraffic(release, signal), percent(30), 'the foreign edit');
      await lab.router.setTraffic(release, percent(60), signal);
      assert.deepEqual(await lab.split({}, signal), percent(60), 'its own again');
    },
  },
  {
    title: 'tells that its objects are gone, and makes them again',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      const release = lab.release();
      await expectFailure('getTraffic before the first reconcile', lab.router.getTraffic(release, signal), ['NotFound', 'Invalid']);
      await lab.router.reconcile(release, signal);
      const made = lab.liveObjects().map(identity);
      for (const object of lab.liveObjects()) lab.api.store.remove(object, object.metadata);
      await lab.settle(signal);
      await expectFailure('getTraffic after they were deleted', lab.router.getTraffic(release, signal), ['NotFound', 'Invalid']);
      await failureOf('setTraffic after they were deleted', lab.router.setTraffic(release, percent(0), signal));
      await lab.router.reconcile(release, signal);
      assert.deepEqual(lab.liveObjects().map(identity), made);
      assert.deepEqual(await lab.split({}, signal), percent(0));
    },
  },
  {
    title: 'makes the objects that the subject names, and no others',
    exempt: [],
    check: async (lab, signal) => {
      await lab.router.reconcile(lab.release(), signal);
      await lab.router.setTraffic(lab.release(), percent(50), signal);
      const made = lab.api.requests.writes.filter(({ verb, code }) => verb === 'create' && code === 201);
      assert.deepEqual(made.map(({ resource }) => resource).toSorted(), lab.subject.objects.map(({ type }) => type.plural).toSorted());
      assert.deepEqual(lab.liveObjects().map(identity), lab.subject.objects.map(({ type, name }) => `${type.kind} ${name}`));
    },
  },
];

function identity({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

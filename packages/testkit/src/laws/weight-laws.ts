import assert from 'node:assert/strict';
import { capabilitiesOf, percent, withoutWeights, withoutWrites } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';

const withWeights: Exemption = subject => (capabilitiesOf(subject).weights ? 'it splits traffic by weights' : undefined);
const PERCENTAGES = [1, 10, 50, 99, 100, 0];

/** How requests are split, and that what is said is what is done. */
export const WEIGHT_LAWS: readonly LawRow[] = [
  {
    title: 'sends all requests to the primary at first',
    exempt: [],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      assert.deepEqual(await lab.readBack(release, signal), percent(0));
      assert.deepEqual(await lab.split({}, signal), percent(0));
    },
  },
  {
    title: 'reads back the split that was set, and requests really go there',
    exempt: [withoutWeights],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      for (const canary of PERCENTAGES) {
        await lab.router.setTraffic(release, percent(canary), signal);
        assert.deepEqual(await lab.readBack(release, signal), percent(canary), 'getTraffic');
        assert.deepEqual(await lab.split({}, signal), percent(canary), 'the data plane');
      }
    },
  },
  {
    title: 'takes the split from the iterations, and leaves users on the primary',
    exempt: [withWeights],
    check: async (lab, signal) => {
      for (const [iterations, canary] of [[0, 0], [1, 100], [7, 100]] as const) {
        const release = lab.release({ analysis: { iterations: 10 }, status: { iterations } });
        await lab.router.reconcile(release, signal);
        await lab.router.setTraffic(release, percent(100), signal);
        assert.deepEqual(await lab.readBack(release, signal), percent(canary));
        assert.deepEqual(await lab.split({}, signal), percent(0));
      }
    },
  },
  {
    title: 'asks the API server for nothing',
    exempt: [({ objects }) => (objects.length === 0 ? undefined : 'it makes objects'), subject => (withoutWrites(subject) === undefined ? 'it writes into objects of users' : undefined)],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(100), signal);
      await lab.router.getTraffic(release, signal);
      await lab.router.finalize(release, signal);
      assert.equal(lab.api.requests.total, 0);
    },
  },
  {
    title: 'is idle when all is right: neither a write nor a read',
    exempt: [withoutWrites],
    check: async (lab, signal) => {
      const release = lab.release();
      await lab.router.reconcile(release, signal);
      for (const canary of [0, 30]) {
        await lab.router.setTraffic(release, percent(canary), signal);
        await lab.readBack(release, signal);
        lab.api.requests.reset();
        await lab.router.reconcile(release, signal);
        await lab.router.setTraffic(release, percent(canary), signal);
        await lab.router.getTraffic(release, signal);
        assert.deepEqual(lab.api.requests.records.map(({ verb, url }) => `${verb} ${url}`), [], `at ${canary} percent`);
      }
    },
  },
];

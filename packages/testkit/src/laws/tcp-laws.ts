import assert from 'node:assert/strict';
import { capabilitiesOf, percent, withoutWeights, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';

/** What a provider says of services whose `appProtocol` is `tcp`. */
export const TCP_LAWS: readonly LawRow[] = [
  {
    title: 'splits streams as it splits requests, and mirrors them or not as it says',
    exempt: [withoutWrites, withoutWeights],
    check: async (lab, signal) => {
      const service = { appProtocol: 'tcp' };
      const release = lab.release({ service, analysis: { stepWeight: 10 } });
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(30), signal);
      assert.deepEqual(await lab.readBack(release, signal), percent(30), 'getTraffic');
      assert.deepEqual(await lab.split({}, signal), percent(30), 'the data plane');
      const mirroring = lab.release({ service, analysis: { iterations: 3, mirror: true }, status: { iterations: 1 } });
      const mirrored = capabilitiesOf(lab.subject, mirroring.canary).mirroring !== 'none';
      await lab.router.setTraffic(mirroring, percent(0, true), signal);
      assert.deepEqual(await lab.readBack(mirroring, signal), percent(0, mirrored), 'getTraffic of a mirror');
      assert.deepEqual(await lab.split({}, signal), percent(0, mirrored), 'the data plane of a mirror');
    },
  },
];

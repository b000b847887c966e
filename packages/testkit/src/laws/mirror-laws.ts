import assert from 'node:assert/strict';
import type { CanaryAnalysis } from '@flagger/sdk';
import { expectSame } from './expect-same.ts';
import { capabilitiesOf, percent } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';

const noMirror: Exemption = subject => (capabilitiesOf(subject).mirroring === 'none' ? 'it mirrors no requests' : undefined);
const mirrors: Exemption = subject => (noMirror(subject) === undefined ? 'it mirrors requests' : undefined);
const onlyIterations: Exemption = subject => (capabilitiesOf(subject).mirroring === 'iterations' ? 'it mirrors during iterations only' : undefined);

/** Copies of requests for the canary. */
export const MIRROR_LAWS: readonly LawRow[] = [
  { title: 'mirrors during iterations, and ends that', exempt: [noMirror], check: (lab, signal) => checkMirror(lab, { iterations: 3, mirror: true }, signal) },
  { title: 'mirrors before a weighted shift, and ends that', exempt: [noMirror, onlyIterations], check: (lab, signal) => checkMirror(lab, { stepWeight: 10, mirror: true }, signal) },
  {
    title: 'mirrors as many requests as mirrorWeight says',
    exempt: [noMirror],
    check: async (lab, signal) => {
      for (const [mirrorWeight, copied] of [[40, 40], [100, 100], [undefined, 100]] as const) {
        const release = lab.release({ analysis: { iterations: 3, mirror: true, ...(mirrorWeight !== undefined && { mirrorWeight }) }, status: { iterations: 1 } });
        await lab.router.reconcile(release, signal);
        await lab.router.setTraffic(release, percent(0, true), signal);
        const mirrors = (await lab.plan({}, signal))?.mirrors.map(mirror => mirror.percent);
        expectSame(mirrors, [copied], `mirrorWeight ${mirrorWeight}`);
      }
    },
  },
  {
    title: 'never says that it mirrors',
    exempt: [mirrors],
    check: async (lab, signal) => {
      const release = lab.release({ analysis: { iterations: 3, mirror: true }, status: { iterations: 1 } });
      await lab.router.reconcile(release, signal);
      await lab.router.setTraffic(release, percent(0, true), signal);
      assert.equal((await lab.readBack(release, signal)).mirrored, false);
      assert.equal((await lab.split({}, signal)).mirrored, false);
    },
  },
];

async function checkMirror(lab: RouterLab, analysis: CanaryAnalysis, signal: AbortSignal): Promise<void> {
  const release = lab.release({ analysis, status: { iterations: analysis.iterations === undefined ? 0 : 1 } });
  await lab.router.reconcile(release, signal);
  await lab.router.setTraffic(release, percent(0, true), signal);
  assert.deepEqual(await lab.readBack(release, signal), percent(0, true), 'getTraffic');
  assert.deepEqual(await lab.split({}, signal), percent(0, true), 'the data plane');
  await lab.router.reconcile(release, signal);
  assert.deepEqual(await lab.readBack(release, signal), percent(0, true), 'reconcile in between');
  await lab.router.setTraffic(release, percent(10), signal);
  assert.deepEqual(await lab.readBack(release, signal), percent(10), 'getTraffic at the end');
  assert.deepEqual(await lab.split({}, signal), percent(10), 'the data plane at the end');
}

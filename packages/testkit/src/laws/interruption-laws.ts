import assert from 'node:assert/strict';
import type { Manifest, RouteSubject } from '@flagger/sdk';
import type { Fault } from '../api/faults/faults.ts';
import { failureOf } from './expect-failure.ts';
import { expectSame } from './expect-same.ts';
import { percent, withoutObjects } from './law-row.ts';
import type { LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';

const ROUND_TRIPS = 20;

/** Calls that are cut off. */
export const INTERRUPTION_LAWS: readonly LawRow[] = [
  {
    title: 'may be cut off before or after any write, and ends the same when it is called again',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      await shift(lab, signal);
      const [expected, writes] = [contents(lab), lab.writes];
      for (const kind of ['drop', 'drop-answer'] as const) {
        for (let nth = 0; nth < writes; nth += 1) {
          await lab.reset(signal);
          failWrite(lab, nth, { kind });
          await failureOf('the call', shift(lab, signal));
          lab.api.faults.clear();
          await lab.settle(signal);
          await shift(lab, signal);
          expectSame(contents(lab), expected, `after ${kind} of write ${nth + 1}`);
        }
      }
    },
  },
  {
    title: 'is ended by its signal, also while the API server hangs',
    exempt: [withoutObjects],
    check: async (lab, signal) => {
      const release = lab.release();
      await checkHang(lab, abort => lab.router.reconcile(release, abort));
      await lab.router.reconcile(release, signal);
      await checkHang(lab, abort => changeTraffic(lab, release, abort));
      await lab.router.setTraffic(release, percent(30), signal);
      assert.deepEqual(await lab.readBack(release, signal), await lab.split({}, signal));
    },
  },
  {
    title: 'writes nothing for a signal that has ended already',
    exempt: [withoutObjects],
    check: async lab => {
      const reason = new Error('the tick is over');
      await assert.rejects(lab.router.reconcile(lab.release(), AbortSignal.abort(reason)), { message: reason.message });
      assert.equal(lab.writes, 0);
    },
  },
];

/** From nothing to 30 percent. */
async function shift(lab: RouterLab, signal: AbortSignal): Promise<void> {
  await lab.router.reconcile(lab.release(), signal);
  await lab.router.setTraffic(lab.release(), percent(30), signal);
}

function failWrite(lab: RouterLab, nth: number, fault: Fault): void {
  let seen = 0;
  lab.api.faults.inject(({ method }) => {
    if (method === 'GET') return undefined;
    seen += 1;
    return seen === nth + 1 ? fault : undefined;
  });
}

/** All that counts of the routing objects: without uids, versions and times. */
function contents(lab: RouterLab): readonly unknown[] {
  return lab.liveObjects().map(({ metadata: { name, labels, annotations, ownerReferences }, ...object }: Manifest) => ({ ...object, name, labels, annotations, ownerReferences }));
}

/** A change of traffic that is sure to be written. */
async function changeTraffic(lab: RouterLab, release: RouteSubject, signal: AbortSignal): Promise<void> {
  await lab.router.setTraffic(release, percent(10), signal);
  if (!lab.subject.provider.capabilities.weights) await lab.router.reconcile(lab.release({ service: lab.subject.change ?? {} }), signal);
}

async function checkHang(lab: RouterLab, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const reason = new Error('the tick is over');
  const abort = new AbortController();
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  lab.api.faults.inject(({ method }) => {
    if (method === 'GET') return undefined;
    resolve();
    return { kind: 'hang' };
  });
  const called = call(abort.signal);
  await Promise.race([arrived, called]);
  abort.abort(reason);
  await assert.rejects(Promise.race([called, stillGoing(lab)]), { message: reason.message });
  lab.api.faults.clear();
}

/** Fails after some round trips to the server, in which a call that heeds its signal has long ended. */
async function stillGoing(lab: RouterLab): Promise<never> {
  const { signal } = new AbortController();
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) await lab.cluster.request({ verb: 'get', path: '/version', resource: '/version' }, signal);
  throw new assert.AssertionError({ message: 'the call goes on after its signal has ended' });
}

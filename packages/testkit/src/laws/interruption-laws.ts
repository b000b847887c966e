import assert from 'node:assert/strict';
import type { Manifest, Router, RouteSubject } from '@flagger/sdk';
import type { Fault } from '../api/faults/faults.ts';
import type { ApiRequest } from '../api/http/api-request.ts';
import { failureOf } from './expect-failure.ts';
import { expectSame } from './expect-same.ts';
import { percent, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';

const ROUND_TRIPS = 20;
const OVER = new Error('the tick is over');

/** Calls that are cut off. */
export const INTERRUPTION_LAWS: readonly LawRow[] = [
  {
    title: 'may be cut off before or after any write, and ends the same when it is called again',
    exempt: [withoutWrites],
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
    title: 'may be cut off while it gives back, and ends the same when it is called again',
    exempt: [withoutWrites],
    check: async (lab, signal) => {
      await giveBack(lab, signal);
      const [expected, writes] = [contents(lab), lab.writes];
      for (let nth = 0; nth < writes; nth += 1) {
        await prepareGivingBack(lab, signal);
        failWrite(lab, nth, { kind: 'drop-answer' });
        await failureOf('finalize', lab.router.finalize(lab.release(), signal));
        lab.api.faults.clear();
        await lab.settle(signal);
        await lab.router.finalize(lab.release(), signal);
        expectSame(contents(lab), expected, `after write ${nth + 1}`);
      }
    },
  },
  {
    title: 'is ended by its signal while it waits for a first read',
    exempt: [withoutWrites],
    check: async lab => {
      const release = lab.release();
      await checkFirstRead(lab, (router, abort) => router.reconcile(release, abort));
      await checkFirstRead(lab, (router, abort) => router.getTraffic(release, abort));
      await checkFirstRead(lab, (router, abort) => router.setTraffic(release, percent(30), abort));
    },
  },
  {
    title: 'is ended by its signal, also while the API server hangs',
    exempt: [withoutWrites],
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
    exempt: [withoutWrites],
    check: async (lab, signal) => {
      const [release, ended] = [lab.release(), AbortSignal.abort(OVER)];
      await assert.rejects(lab.router.reconcile(release, ended), { message: OVER.message });
      assert.equal(lab.writes, 0, 'reconcile wrote');
      await shift(lab, signal);
      const { writes } = lab;
      if (lab.subject.provider.capabilities.weights) await assert.rejects(lab.router.setTraffic(release, percent(60), ended), { message: OVER.message });
      await Promise.allSettled([lab.router.finalize(release, ended)]);
      assert.equal(lab.writes, writes, 'setTraffic or finalize wrote');
    },
  },
];

/** A call, and the requests that get no answer meanwhile. */
interface Hanging {
  readonly hangs: (request: ApiRequest) => boolean;
  readonly call: (signal: AbortSignal) => Promise<unknown>;
}

/** From nothing to 30 percent. */
async function shift(lab: RouterLab, signal: AbortSignal): Promise<void> {
  await lab.router.reconcile(lab.release(), signal);
  await lab.router.setTraffic(lab.release(), percent(30), signal);
}

async function prepareGivingBack(lab: RouterLab, signal: AbortSignal): Promise<void> {
  await lab.reset(signal);
  const { original } = lab.subject;
  if (original !== undefined) lab.api.store.put(original);
  await lab.settle(signal);
  await shift(lab, signal);
  await lab.settle(signal);
  lab.api.requests.reset();
}

async function giveBack(lab: RouterLab, signal: AbortSignal): Promise<void> {
  await prepareGivingBack(lab, signal);
  await lab.router.finalize(lab.release(), signal);
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
  return lab.writtenObjects().map(({ metadata: { name, labels, annotations, ownerReferences }, ...object }: Manifest) => ({ ...object, name, labels, annotations, ownerReferences }));
}

/** A change of traffic that is sure to be written. */
async function changeTraffic(lab: RouterLab, release: RouteSubject, signal: AbortSignal): Promise<void> {
  await lab.router.setTraffic(release, percent(10), signal);
  if (!lab.subject.provider.capabilities.weights) await lab.router.reconcile(lab.release({ service: lab.subject.change ?? {} }), signal);
}

async function checkHang(lab: RouterLab, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
  await endWhileHanging(lab, { hangs: ({ method }) => method !== 'GET', call });
}

/** With caches that know nothing yet, of a server that answers no read of routing objects. */
async function checkFirstRead(lab: RouterLab, call: (router: Router, signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const operator = await lab.openCluster();
  try {
    const router = lab.createRouter({ store: operator.store });
    await endWhileHanging(lab, { hangs: ({ target }) => target !== undefined, call: signal => call(router, signal) });
  } finally {
    await operator.close();
  }
}

async function endWhileHanging(lab: RouterLab, { hangs, call }: Hanging): Promise<void> {
  const abort = new AbortController();
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  lab.api.faults.inject(request => {
    if (!hangs(request)) return undefined;
    resolve();
    return { kind: 'hang' };
  });
  const called = call(abort.signal);
  await Promise.race([arrived, called]);
  abort.abort(OVER);
  await assert.rejects(Promise.race([called, stillGoing(lab)]), { message: OVER.message });
  lab.api.faults.clear();
}

/** Fails after some round trips to the server, in which a call that heeds its signal has long ended. */
async function stillGoing(lab: RouterLab): Promise<never> {
  const { signal } = new AbortController();
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) await lab.cluster.request({ verb: 'get', path: '/version', resource: '/version' }, signal);
  throw new assert.AssertionError({ message: 'the call goes on after its signal has ended' });
}

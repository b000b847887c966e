import assert from 'node:assert/strict';
import type { ErrorCode, RouteSubject, Router } from '@flagger/sdk';
import type { Fault } from '../api/faults/faults.ts';
import type { ApiRequest } from '../api/http/api-request.ts';
import { expectFailure, failureOf } from './expect-failure.ts';
import { expectSame } from './expect-same.ts';
import { percent, withoutObjects, withoutWeights, withoutWrites } from './law-row.ts';
import type { LawRow } from './law-row.ts';
import { recover } from './recover.ts';
import { RouterLab } from './router-lab.ts';

/** What the API server refuses. */
export const API_FAILURE_LAWS: readonly LawRow[] = [
  {
    title: 'tells that its CRDs are missing, and works once they are there',
    exempt: [withoutWrites, ({ crds }) => (crds.length === 0 ? 'Kubernetes has its types' : undefined)],
    check: async ({ subject }, signal) => {
      const bare = await RouterLab.start({ ...subject, given: [] }, { crds: false });
      try {
        await checkMissing(bare, ['MissingResourceType'], signal);
        bare.api.installCrds(subject.crds);
        for (const object of subject.given ?? []) bare.api.store.put(object);
        await recover(bare, () => bare.router.reconcile(bare.release(), signal), signal);
        expectSame(await bare.readBack(bare.release(), signal), percent(0));
      } finally {
        await bare.close();
      }
    },
  },
  {
    title: 'tells that it may not read, and works once it may',
    exempt: [withoutWrites],
    check: async (lab, signal) => {
      const { objects, borrowed = [] } = lab.subject;
      const groups = new Set([...objects, ...borrowed].map(({ type }) => type.plural));
      const operator = await lab.openCluster();
      try {
        const router = lab.createRouter({ store: operator.store });
        lab.api.faults.inject(({ target }) => (groups.has(target?.plural ?? '') ? { kind: 'status', code: 403, reason: 'Forbidden', message: 'not for you' } : undefined));
        await checkRefused(router, lab.release(), ['ApiForbidden'], signal);
        lab.api.faults.clear();
        await recover(lab, () => router.reconcile(lab.release(), signal), signal);
        expectSame(await router.getTraffic(lab.release(), signal), percent(0));
      } finally {
        await operator.close();
      }
    },
  },
  {
    title: 'tells that it may not write, and says what stands',
    exempt: [withoutWrites, withoutWeights],
    check: async (lab, signal) => {
      const release = await started(lab, signal);
      lab.api.faults.inject(request => (isWrite(request) ? { kind: 'status', code: 403, reason: 'Forbidden', message: 'not for you' } : undefined));
      const error = await expectFailure('setTraffic', lab.router.setTraffic(release, percent(60), signal), ['ApiForbidden']);
      assert.match(error.message, /not for you/, 'the words of the API server');
      assert.deepEqual(await lab.readBack(release, signal), percent(30));
    },
  },
  {
    title: 'tells that the API server is out of order, and goes on once it is well',
    exempt: [withoutWrites],
    check: (lab, signal) => checkFailing(lab, { fault: { kind: 'status', code: 500, reason: 'InternalError', message: 'out of order' }, codes: ['ApiUnavailable'] }, signal),
  },
  {
    title: 'tells that somebody else has made its object first, and goes on with that',
    exempt: [withoutObjects],
    check: (lab, signal) => checkFailing(lab, { fault: { kind: 'status', code: 409, reason: 'AlreadyExists', message: 'it is there' }, codes: ['AlreadyExists', 'Conflict'] }, signal),
  },
  {
    title: 'writes over no change that it has not seen',
    exempt: [withoutWrites, withoutWeights],
    check: async (lab, signal) => {
      const release = await started(lab, signal);
      lab.api.faults.injectNext(1, { kind: 'status', code: 409, reason: 'Conflict', message: 'the object has been modified' }, isWrite);
      const error = await failureOf('setTraffic', lab.router.setTraffic(release, percent(60), signal));
      assert.ok(error === undefined || (error.code === 'Conflict' && error.retry === 'later'), `setTraffic: ${error?.code} ${error?.retry}`);
      const blind = lab.api.requests.writes.filter(({ verb, requestBody }) => verb === 'update' && !hasResourceVersion(requestBody));
      assert.deepEqual(blind.map(({ url }) => url), [], 'updates without a resource version');
      await lab.router.setTraffic(release, percent(60), signal);
      assert.deepEqual(await lab.split({}, signal), percent(60));
    },
  },
];

async function checkFailing(lab: RouterLab, { fault, codes }: { readonly fault: Fault; readonly codes: readonly ErrorCode[] }, signal: AbortSignal): Promise<void> {
  lab.api.faults.injectNext(1, fault, isWrite);
  const error = await expectFailure('reconcile', lab.router.reconcile(lab.release(), signal), codes);
  assert.equal(error.retry, 'later', 'retry');
  lab.api.faults.clear();
  await lab.router.reconcile(lab.release(), signal);
  assert.deepEqual(await lab.readBack(lab.release(), signal), percent(0));
}

async function started(lab: RouterLab, signal: AbortSignal): Promise<RouteSubject> {
  const release = lab.release();
  await lab.router.reconcile(release, signal);
  await lab.router.setTraffic(release, percent(30), signal);
  return release;
}

async function checkRefused(router: Router, release: RouteSubject, codes: readonly ErrorCode[], signal: AbortSignal): Promise<void> {
  await expectFailure('reconcile', router.reconcile(release, signal), codes);
  await expectFailure('getTraffic', router.getTraffic(release, signal), codes);
  await expectFailure('setTraffic', router.setTraffic(release, percent(30), signal), codes);
}

async function checkMissing(lab: RouterLab, codes: readonly ErrorCode[], signal: AbortSignal): Promise<void> {
  await checkRefused(lab.router, lab.release(), codes, signal);
  const error = await failureOf('finalize', lab.router.finalize(lab.release(), signal));
  assert.ok(error === undefined || codes.includes(error.code), `finalize: ${error?.code}`);
}

function isWrite({ method }: ApiRequest): boolean {
  return method !== 'GET';
}

function hasResourceVersion(body: unknown): boolean {
  return typeof (body as { metadata?: { resourceVersion?: unknown } } | undefined)?.metadata?.resourceVersion === 'string';
}

import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Canary, Clock, KubernetesApi } from '@flagger/sdk';
import { FakeApi } from './support/fake-api.ts';
import type { Asked, Reply } from './support/fake-api.ts';
import { openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const canaryCalled = (name: string): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name, namespace: 'test', uid: 'u1' }, spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, analysis: {} },
});
const QUERY = `
metadata:
  labels: { team: a, level: 1 }
  annotations: { note: x }
spec:
  backoffLimit: 2
  template:
    spec: { restartPolicy: Never, containers: [{ name: t, image: tester }] }
`;
const JOBS = '/apis/batch/v1/namespaces/test/jobs';
const OWN = `${JOBS}/podinfo-abcdef01`;
const REMOVED = `DELETE ${OWN}?propagationPolicy=Background`;
const ended = (type: string, status = 'True'): Reply => ({ status: 200, body: { status: { conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }, { type, status }] } } });
const running: Reply = { status: 200, body: { status: { active: 1 } } };

/** Every wait is over at once, and takes its time. */
function hastyClock(): Clock {
  let now = 0;
  return { now: () => now, after: (ms, run) => (queueMicrotask(() => { now += ms; run(); }), () => undefined), random: () => 0, uuid: () => 'abcdef01-2345-4000-8000-000000000000' };
}

interface Settings {
  readonly api: KubernetesApi;
  readonly name?: string;
  readonly timeoutSeconds?: number;
}

const open = ({ api, name = 'podinfo', timeoutSeconds }: Settings) =>
  openProvider({ spec: { type: 'job', ...(timeoutSeconds !== undefined && { timeoutSeconds }) }, api, clock: hastyClock(), canary: canaryCalled(name) });

/** A cluster in which a Job runs for some polls. */
const cluster = (outcome: Reply, polls = 0): FakeApi => {
  let left = polls;
  return new FakeApi(({ method }: Asked) => (method === 'GET' ? (left-- > 0 ? running : outcome) : { status: 201 }));
};
const created = ({ asked }: FakeApi): Record<string, unknown> => JSON.parse(asked[0]?.body ?? '') as Record<string, unknown>;

describe('a Job', () => {
  it.each([['Complete', 1], ['Failed', 0]] as const)('that ends with %s is %p, and is deleted', async (type, value) => {
    const api = cluster(ended(type), 2);
    expect(await open({ api }).query(QUERY, signal)).toBe(value);
    expect(api.lines).toEqual([`POST ${JOBS}`, `GET ${OWN}`, `GET ${OWN}`, `GET ${OWN}`, REMOVED]);
  });

  it("is the canary's, and ends by itself", async () => {
    const api = cluster(ended('Complete'));
    await open({ api, timeoutSeconds: 60 }).query(QUERY, signal);
    expect(created(api)).toEqual({
      apiVersion: 'batch/v1', kind: 'Job',
      metadata: {
        name: 'podinfo-abcdef01', namespace: 'test', labels: { team: 'a', level: '1', 'flagger.app/canary': 'podinfo' }, annotations: { note: 'x' },
        ownerReferences: [{ apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'podinfo', uid: 'u1', controller: true, blockOwnerDeletion: true }],
      },
      spec: {
        backoffLimit: 2, activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 300, template: { spec: { restartPolicy: 'Never', containers: [{ name: 't', image: 'tester' }] } },
      },
    });
  });

  it('is not tried again unless the query says so, and has a name that its Pods can bear', async () => {
    const api = cluster(ended('Complete'));
    await open({ api, name: `${'a'.repeat(42)}-${'b'.repeat(40)}` }).query('apiVersion: batch/v1\nkind: Job\nspec: { template: {} }', signal);
    expect(created(api)).toMatchObject({ metadata: { name: `${'a'.repeat(42)}-abcdef01` }, spec: { backoffLimit: 0, activeDeadlineSeconds: 30 } });
  });

  it('is waited for until its time is over', async () => {
    const api = cluster(ended('Complete', 'False'));
    await expect(open({ api, timeoutSeconds: 3 }).query(QUERY, signal)).rejects.toMatchObject({
      code: 'TimedOut', message: 'Job test/podinfo-abcdef01 has not ended after 3s; spec.provider.timeoutSeconds allows more',
    });
    expect(api.lines).toEqual([`POST ${JOBS}`, `GET ${OWN}`, `GET ${OWN}`, `GET ${OWN}`, REMOVED]);
  });

  it('is deleted when nobody waits for it any more', async () => {
    const leaving = new AbortController();
    const api = new FakeApi(({ method }) => {
      if (method === 'GET') leaving.abort(new Error('cut off'));
      return running;
    });
    await expect(open({ api }).query(QUERY, leaving.signal)).rejects.toThrow('cut off');
    expect(api.lines.at(-1)).toBe(REMOVED);
  });

  it('is deleted also where nobody knows whether it was made', async () => {
    const api = new FakeApi(({ method }) => {
      if (method === 'POST') throw new CanaryError('ApiUnavailable', 'later', 'no answer');
      return { status: 404 };
    });
    await expect(open({ api }).query(QUERY, signal)).rejects.toThrow('no answer');
    expect(api.lines).toEqual([`POST ${JOBS}`, REMOVED]);
  });

  it('that can not be deleted changes nothing about the value', async () => {
    const api = new FakeApi(({ method }) => (method === 'DELETE' ? { status: 403, body: { message: 'no' } } : ended('Complete')));
    expect(await open({ api }).query(QUERY, signal)).toBe(1);
  });
});

describe('a query that fails', () => {
  it.each<[string, Reply, Reply, string]>([
    ['the Job is refused', { status: 403, body: { message: 'jobs is forbidden' } }, running, 'could not create Job test/podinfo-abcdef01: jobs is forbidden'],
    ['the Job is gone', { status: 201 }, { status: 404, body: { message: 'not there' } }, 'could not check Job test/podinfo-abcdef01: not there'],
  ])('%s', async (_, post, get, message) => {
    const api = new FakeApi(({ method }) => (method === 'POST' ? post : get));
    await expect(open({ api }).query(QUERY, signal)).rejects.toMatchObject({ code: 'QueryFailed', message });
  });

  it.each([
    ['', 'is no object'], ['- a', 'is no object'], ['a: [', "can't be read"], ['spec: {}', 'has no spec.template'], ['spec: { template: x }', 'has no spec.template'],
    ['kind: Pod\nspec: { template: {} }', 'kind is "Pod", allowed: Job'], ['apiVersion: v1\nspec: { template: {} }', 'apiVersion is "v1", allowed: batch/v1'],
  ])('%j makes no Job: it %s', async (query, reason) => {
    const api = cluster(running);
    await expect(open({ api }).query(query, signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(reason) });
    expect(api.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('the provider', () => {
  it.each([[200, true], [404, true], [403, false], [500, false]])('is online where Jobs can be read: %p is %p', async (status, isOnline) => {
    const api = new FakeApi(() => ({ status, body: { message: 'no' } }));
    const probing = open({ api }).probe(signal);
    await (isOnline ? expect(probing).resolves.toBeUndefined() : expect(probing).rejects.toThrow("Jobs can't be read: no"));
    expect(api.lines).toEqual([`GET ${JOBS}/flagger-probe`]);
  });

  it('needs the API and a canary', () => {
    expect(() => openProvider({ spec: { type: 'job' }, canary: canaryCalled('a') })).toThrow('there is no access to the Kubernetes API');
    expect(() => openProvider({ spec: { type: 'job' }, api: cluster(running) })).toThrow('there is no canary to run a Job for');
  });
});

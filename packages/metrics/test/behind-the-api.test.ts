import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock, KubernetesApi } from '@flagger/sdk';
import { parseQuantity } from '../src/quantity.ts';
import { FakeApi } from './support/fake-api.ts';
import type { Reply } from './support/fake-api.ts';
import { startService } from './support/loopback-service.ts';
import type { LoopbackService } from './support/loopback-service.ts';
import { openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
/** Every wait is over at once. */
const hasty: Clock = { now: () => 0, after: (_, run) => (queueMicrotask(run), () => undefined), random: () => 0, uuid: () => 'abcdef01-2345-4000-8000-000000000000' };
const notFound: Reply = { status: 404, body: { kind: 'Status', message: 'not there' } };

describe('quantities', () => {
  it.each([
    ['1500m', 1.5], ['2', 2], ['-3', -3], ['1.5k', 1500], ['2Ki', 2048], ['3Mi', 3 * 2 ** 20], ['4G', 4e9], ['5e3', 5000], ['1E', 1e18], ['7u', 7e-6], ['.5', 0.5],
    ['', undefined], ['x', undefined], ['1 m', undefined], ['1Kx', undefined],
  ])('%j is %p', (text, value) => {
    const parsed = parseQuantity(text);
    if (value === undefined) expect(parsed).toBeUndefined();
    else expect(parsed).toBeCloseTo(value, 9);
  });
});

describe('external metrics', () => {
  const one = (value: unknown): Reply => ({ status: 200, body: { items: [{ metricName: 'm', value }] } });
  const open = (api?: KubernetesApi) => openProvider({ spec: { type: 'externalmetrics' }, ...(api && { api }) });
  const ROOT = 'GET /apis/external.metrics.k8s.io/v1beta1/namespaces';

  it.each([
    ['queue', `${ROOT}/default/queue`],
    ['/queue', `${ROOT}/default/queue`],
    [' prod/queue ', `${ROOT}/prod/queue`],
    ['prod/queue?labelSelector=x%20in%20(b%2Ca)%2Capp%20%3D%20web', `${ROOT}/prod/queue?labelSelector=app%3Dweb%2Cx+in+%28a%2Cb%29`],
    ['agent/datadogmetric@prod:errors', `${ROOT}/agent/datadogmetric@prod:errors`],
  ])('%j is asked as %s', async (query, line) => {
    const api = new FakeApi(() => one('1500m'));
    expect(await open(api).query(query, signal)).toBe(1.5);
    expect(api.lines).toEqual([line]);
  });

  it.each<[string, Reply, string, string]>([
    ['a/b/c', one('1'), 'QueryFailed', 'error parsing metric query: malformed query string, too many slashes, expected <namespace>/<metricName>?labelSelector=<urlencoded label selectors>, got a/b/c'],
    ['prod/', one('1'), 'QueryFailed', 'error parsing metric query: metric name cannot be empty'],
    ['../secrets', one('1'), 'QueryFailed', 'error parsing metric query: "../secrets" names no namespace and metric'],
    ['m?labelSelector=a%3D%3Db%3Dc', one('1'), 'QueryFailed', 'error parsing metric query: error parsing label selector from string a==b=c: "a==b=c" is no requirement such as app=web'],
    ['m', { status: 200, body: { items: [] } }, 'NoValues', 'no external metrics found: no values found'],
    ['m', one('much'), 'QueryFailed', 'error unmarshaling result: "much" is no quantity'],
    ['m', notFound, 'QueryFailed', 'error querying external metrics API: not there'],
    ['m', { status: 502, body: 'bad gateway' }, 'QueryFailed', 'error querying external metrics API: 502 bad gateway'],
  ])('%j answered with %j is told', async (query, reply, code, message) => {
    await expect(open(new FakeApi(() => reply)).query(query, signal)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('has values of JSON numbers, too', async () => {
    expect(await open(new FakeApi(() => one(5))).query('queue', signal)).toBe(5);
  });

  it('is probed with a metric that need not be there, though the API must', async () => {
    const api = new FakeApi(() => one('1'));
    await open(api).probe(signal);
    expect(api.lines).toEqual([`${ROOT}/kube-system/dummy-metric`]);
    await expect(open(new FakeApi(() => notFound)).probe(signal)).rejects.toThrow('external metrics service unavailable: not there');
  });

  it('needs an address or access to the API', () => {
    expect(() => open()).toThrow('externalmetrics address is not set, and there is no access to the Kubernetes API');
  });

  describe('of an adapter', () => {
    let service: LoopbackService;
    beforeEach(async () => {
      service = await startService();
    });
    afterEach(() => service.close());

    it("are asked with nobody else's token where there is no Secret", async () => {
      service.answer = { status: 200, body: JSON.stringify(one('1').body) };
      const api = new FakeApi(() => one('9'));
      expect(await openProvider({ spec: { type: 'externalmetrics', address: service.address }, api }).query('queue', signal)).toBe(1);
      expect(service.heard[0]?.headers).not.toHaveProperty('authorization');
      expect(api.asked).toEqual([]);
    });

    it('are asked with the token of the Secret', async () => {
      service.answer = { status: 200, body: JSON.stringify(one('2Ki').body) };
      const provider = openProvider({ spec: { type: 'externalmetrics', address: service.address }, credentials: { token: 's3cret' } });
      expect(await provider.query('prod/queue', signal)).toBe(2048);
      expect(service.heard[0]).toMatchObject({ path: '/apis/external.metrics.k8s.io/v1beta1/namespaces/prod/queue', headers: { authorization: 'Bearer s3cret' } });
    });
  });
});

describe('Keptn', () => {
  const ROOT = '/apis/metrics.keptn.sh/v1beta1/namespaces/prod';
  const open = (api?: KubernetesApi) => openProvider({ spec: { type: 'keptn' }, clock: hasty, ...(api && { api }) });
  const metric = (value?: unknown) => new FakeApi(() => ({ status: 200, body: { status: { value } } }));

  it.each(['KeptnMetric', 'keptnmetrics'])('reads a %s', async kind => {
    const api = metric('1.5');
    expect(await open(api).query(` ${kind}/Prod/errors `, signal)).toBe(1.5);
    expect(api.lines).toEqual([`GET ${ROOT}/keptnmetrics/errors`]);
  });

  it.each<[string, FakeApi, string]>([
    ['keptnmetric/prod', metric('1'), 'unexpected query format. query must be in the format <keptnmetric|analysis>/<namespace>/<resourceName>/<duration>/<arguments>'],
    ['pod/prod/x', metric('1'), "unexpected resource kind provided in the query. must be one of: ['keptnmetric', 'analysis']"],
    ['keptnmetric/../x', metric('1'), 'unexpected query format. ".." is no name of an object'],
    ['keptnmetric/prod/errors', metric(), 'could not retrieve KeptnMetric - no value found in resource prod/errors'],
    ['keptnmetric/prod/errors', metric('much'), 'could not parse value of KeptnMetric prod/errors'],
    ['keptnmetric/prod/errors', new FakeApi(() => notFound), 'could not retrieve KeptnMetric prod/errors: not there'],
    ['analysis/prod/slo', new FakeApi(() => notFound), 'could not create Keptn Analysis prod/slo-abcdef: not there'],
  ])('%j is refused', async (query, api, message) => {
    await expect(open(api).query(query, signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
  });

  /** Completed on the given poll. */
  const analysing = (polls: number, pass: boolean): FakeApi =>
    new FakeApi(({ method }, count) => (method === 'GET' ? { status: 200, body: { status: count > polls ? { state: 'Completed', pass } : {} } } : { status: 201 }));

  it.each([
    [true, 1],
    [false, 0],
  ])('an analysis that passes %p is %p, and is deleted', async (pass, value) => {
    const api = analysing(2, pass);
    expect(await open(api).query('analysis/prod/slo/5m/team=a;stage=b', signal)).toBe(value);
    const own = `${ROOT}/analyses/slo-abcdef`;
    expect(api.lines).toEqual([`POST ${ROOT}/analyses`, `GET ${own}`, `GET ${own}`, `DELETE ${own}`]);
    expect(JSON.parse(api.asked[0]?.body ?? '')).toMatchObject({
      kind: 'Analysis', metadata: { name: 'slo-abcdef', namespace: 'prod' },
      spec: { analysisDefinition: { name: 'slo' }, timeframe: { recent: '5m' }, args: { team: 'a', stage: 'b' } },
    });
  });

  it('an analysis looks back for one minute where no time is said', async () => {
    const api = analysing(2, true);
    await open(api).query('Analyses/prod/slo', signal);
    expect(JSON.parse(api.asked[0]?.body ?? '')).toMatchObject({ metadata: { name: 'slo-abcdef' }, spec: { timeframe: { recent: '1m' }, args: {} } });
  });

  it('an analysis that can not be looked at, or that nobody wants any more, is deleted', async () => {
    const refusing = new FakeApi(({ method }) => (method === 'GET' ? notFound : { status: 201 }));
    await expect(open(refusing).query('analysis/prod/slo', signal)).rejects.toThrow('could not check status of created Keptn Analysis prod/slo-abcdef: not there');
    const stop = new AbortController();
    const aborting = new FakeApi(({ method }) => (method === 'GET' && stop.abort(new Error('shutdown')), { status: 201 }));
    await expect(open(aborting).query('analysis/prod/slo', stop.signal)).rejects.toThrow('shutdown');
    expect([refusing, aborting].map(({ lines }) => lines.at(-1))).toEqual(Array(2).fill(`DELETE ${ROOT}/analyses/slo-abcdef`));
  });

  it('an analysis that never ends is given up, and is deleted', async () => {
    const api = analysing(99, true);
    await expect(open(api).query('analysis/prod/slo', signal)).rejects.toThrow('encountered timeout while waiting for Keptn Analysis prod/slo-abcdef to be finished');
    expect(api.asked).toHaveLength(12);
    expect(api.asked.at(-1)?.method).toBe('DELETE');
  });

  it('is always online, but needs access to the API', async () => {
    await expect(open(metric()).probe(signal)).resolves.toBeUndefined();
    expect(() => open()).toThrow('could not initialize KeptnProvider: there is no access to the Kubernetes API');
  });
});

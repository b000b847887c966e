import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, MetricProvider } from '@flagger/sdk';
import { readMetricDataQueries } from '../src/metric-data-queries.ts';
import { optionalPackage } from '../src/optional-package.ts';
import { fetchClient, startService } from './support/loopback-service.ts';
import type { Answer, LoopbackService } from './support/loopback-service.ts';
import { NOW_MS, openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });
let service: LoopbackService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

describe('CloudWatch', () => {
  const QUERY = '[{"id":"e1","expression":"m1 / 2"},{"id":"m1","metricStat":{"metric":{"namespace":"A","dimensions":[{"name":"n","value":"v"}]},"period":60},"returnData":false}]';
  const before = { ...process.env };

  beforeEach(() => {
    Object.assign(process.env, { AWS_ENDPOINT_URL_CLOUDWATCH: service.address, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 's3cret' });
  });
  afterEach(() => {
    process.env = { ...before };
  });

  const open = (): MetricProvider => openProvider({ spec: { type: 'cloudwatch', region: 'eu-west-1' } });
  const refused = (status: number): Answer => json(status, { __type: 'ValidationError', message: 'The parameter is not valid' });

  it('is asked for ten intervals, with the names that it knows', async () => {
    service.answer = json(200, { MetricDataResults: [{ Id: 'e1', Values: [1.5, 2] }, { Id: 'm1', Values: [9] }] });
    expect(await open().query(QUERY, signal)).toBe(1.5);
    const now = Math.floor(NOW_MS / 1000);
    expect(JSON.parse(service.heard[0]?.body ?? '')).toMatchObject({
      MetricDataQueries: [
        { Id: 'e1', Expression: 'm1 / 2' },
        { Id: 'm1', MetricStat: { Metric: { Namespace: 'A', Dimensions: [{ Name: 'n', Value: 'v' }] }, Period: 60 }, ReturnData: false },
      ],
      StartTime: now - 1200, EndTime: now, MaxDatapoints: 20,
    });
  });

  it.each([{ MetricDataResults: [] }, { MetricDataResults: [{ Id: 'e1', Values: [] }] }])('%j holds no value', async body => {
    service.answer = json(200, body);
    await expect(open().query(QUERY, signal)).rejects.toMatchObject({ code: 'NoValues', message: expect.stringContaining('no values found') });
  });

  it('says why it refuses', async () => {
    service.answer = refused(400);
    await expect(open().query(QUERY, signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringMatching(/^error requesting cloudwatch: (?!.*s3cret)/) });
  });

  it('is online when it answers or refuses the empty request, and only then', async () => {
    service.answer = json(200, { MetricDataResults: [] });
    await expect(open().probe(signal)).resolves.toBeUndefined();
    service.answer = refused(400);
    await expect(open().probe(signal)).resolves.toBeUndefined();
    service.answer = refused(403);
    await expect(open().probe(signal)).rejects.toThrow('unexpected status code: 403');
  });

  it('is offline where nobody answers', async () => {
    process.env['AWS_ENDPOINT_URL_CLOUDWATCH'] = 'http://127.0.0.1:1';
    await expect(open().probe(signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringMatching(/^unexpected error: /) });
  });

  it('is asked where the region is, whatever the address', async () => {
    service.answer = json(200, { MetricDataResults: [{ Id: 'e1', Values: [1.5] }] });
    expect(await openProvider({ spec: { type: 'cloudwatch', region: 'eu-west-1', address: 'http://127.0.0.1:1' } }).query(QUERY, signal)).toBe(1.5);
    expect(JSON.parse(service.heard[0]?.body ?? '')).not.toHaveProperty('ScanBy');
  });

  it.each(['Id', 'Expression', 'Label', 'MetricStat', 'Period', 'ReturnData', 'AccountId', 'Stat', 'Unit', 'Metric', 'Namespace', 'MetricName', 'Dimensions', 'Name', 'Value'])('knows %s in any case', name => {
    expect(readMetricDataQueries(`[{"${name.toLowerCase()}":1,"${name.toUpperCase()}2":{}}]`)).toEqual([{ [name]: 1, [`${name.toUpperCase()}2`]: {} }]);
  });

  it('an abort is no failed query', async () => {
    await expect(open().query(QUERY, AbortSignal.abort(new Error('shutdown')))).rejects.toThrow('shutdown');
  });

  it.each([
    ['nonsense', 'error unmarshaling query: '],
    ['{}', 'error unmarshaling query: it is no list of MetricDataQuery'],
  ])('the query %j is refused', (query, message) => {
    expect(() => readMetricDataQueries(query)).toThrow(message);
  });

  it('needs a region and an interval', () => {
    expect(() => openProvider({ spec: { type: 'cloudwatch' } })).toThrow('region not specified');
    expect(() => openProvider({ spec: { type: 'cloudwatch', region: 'eu-west-1' }, interval: '' })).toThrow('error parsing metric interval');
  });
});

describe('Cloud Monitoring', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flagger-google-'));
  afterAll(() => {
    delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
    rmSync(folder, { recursive: true });
  });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const key = (): string => JSON.stringify({ type: 'service_account', client_email: 'a@b', private_key: privateKey });
  /** Google's public addresses lead to the loopback service. */
  const http: HttpClient = { send: (request, aborted) => fetchClient.send({ ...request, url: request.url.replace(/^https:\/\/(monitoring|oauth2)\.googleapis\.com/, service.address) }, aborted) };
  const open = (credentials: Record<string, string> = { project: 'acme', serviceAccountKey: key() }): MetricProvider => openProvider({ spec: { type: 'stackdriver' }, credentials, http });

  function answers(answer: Answer): void {
    service.answer = ({ path }) => (path === '/token' ? json(200, { access_token: 'tok', expires_in: 3600, token_type: 'Bearer' }) : answer);
  }
  const series = (value: unknown): Answer => json(200, { timeSeriesData: [{ pointData: [{ values: [value] }, { values: [{ doubleValue: 9 }] }] }] });

  it('is asked as the service account', async () => {
    answers(series({ doubleValue: 1.5 }));
    expect(await open().query('fetch x', signal)).toBe(1.5);
    const asked = service.heard.at(-1);
    expect(asked).toMatchObject({ method: 'POST', path: '/v3/projects/acme/timeSeries:query', headers: { authorization: 'Bearer tok' } });
    expect(JSON.parse(asked?.body ?? '')).toEqual({ query: 'fetch x' });
    expect(service.heard[0]?.body).toMatch(/^grant_type=urn.*jwt-bearer&assertion=[\w.-]+$/);
  });

  it('an account that Google does not know is told', async () => {
    service.answer = json(400, { error: 'invalid_grant' });
    await expect(open().query('fetch x', signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringMatching(/^error requesting stackdriver: no access token: /) });
  });

  it('a whole number is read too', async () => {
    answers(series({ int64Value: '42' }));
    expect(await open().query('fetch x', signal)).toBe(42);
  });

  it('an answer without points holds no value', async () => {
    answers(json(200, {}));
    await expect(open().query('fetch x', signal)).rejects.toMatchObject({ code: 'NoValues', message: 'invalid response: {}: no values found' });
  });

  it('says why it refuses', async () => {
    answers(json(403, { error: { status: 'PERMISSION_DENIED', message: 'no access' } }));
    await expect(open().query('fetch x', signal)).rejects.toThrow('error requesting stackdriver: no access');
    await expect(open().probe(signal)).rejects.toThrow('unexpected status code: PermissionDenied');
    answers({ status: 502, body: 'bad gateway' });
    await expect(open().query('fetch x', signal)).rejects.toThrow('error requesting stackdriver: 502 bad gateway');
    await expect(open().probe(signal)).rejects.toThrow('unexpected status code: 502');
  });

  it('is online when it refuses the empty query', async () => {
    answers(json(400, { error: { status: 'INVALID_ARGUMENT' } }));
    await expect(open().probe(signal)).resolves.toBeUndefined();
  });

  it.each([
    ['s3cret', 'is no JSON object'],
    ['{"private_key":"s3cret"}', 'has no client_email and private_key'],
  ])('a key that is none is told without being quoted', async (serviceAccountKey, reason) => {
    await expect(open({ project: 'acme', serviceAccountKey }).query('fetch x', signal)).rejects.toMatchObject({ code: 'Invalid', message: `stackdriver credentials: serviceAccountKey ${reason}` });
  });

  it.each([['UNAUTHENTICATED', 'Unauthenticated'], ['RESOURCE_EXHAUSTED', 'ResourceExhausted'], ['UNAVAILABLE', 'Unavailable']])('tells %s as gRPC does', async (status, word) => {
    answers(json(500, { error: { status } }));
    await expect(open().probe(signal)).rejects.toThrow(`unexpected status code: ${word}`);
  });

  it('is asked as the workload, for no project, where there is no Secret; whatever the address', async () => {
    const file = join(folder, 'key.json');
    writeFileSync(file, key());
    process.env['GOOGLE_APPLICATION_CREDENTIALS'] = file;
    answers(series({ doubleValue: 2 }));
    expect(await openProvider({ spec: { type: 'stackdriver', address: 'http://127.0.0.1:1' }, http }).query('fetch x', signal)).toBe(2);
    expect(service.heard.at(-1)).toMatchObject({ path: '/v3/projects//timeSeries:query', headers: { authorization: 'Bearer tok' } });
  });

  it('needs a project', () => {
    expect(() => open({})).toThrow('stackdriver credentials does not contain a project id');
  });
});

describe('a package that is not installed', () => {
  it('is named', async () => {
    const missing = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(optionalPackage('some-sdk', () => Promise.reject(missing))).rejects.toMatchObject({ code: 'Unsupported', message: 'the package some-sdk is not installed; add it beside the operator' });
    await expect(optionalPackage('some-sdk', () => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
  });
});

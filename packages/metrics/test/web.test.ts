import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpRequest, MetricProvider, WebMetricProvider } from '@flagger/sdk';
import { startService } from './support/loopback-service.ts';
import type { Answer, LoopbackService } from './support/loopback-service.ts';
import { openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const OK: WebMetricProvider = { jsonPath: '$.ok' };
let service: LoopbackService;

beforeEach(async () => {
  service = await startService();
  service.answer = { status: 200, body: '{"ok": 1}' };
});
afterEach(() => service.close());

interface Settings {
  readonly web?: WebMetricProvider;
  readonly credentials?: Record<string, string>;
  readonly headers?: Record<string, string[]>;
  readonly path?: string;
}

const open = ({ web = OK, credentials, headers, path = '' }: Settings = {}): MetricProvider =>
  openProvider({ spec: { type: 'web', address: `${service.address}${path}`, web, ...(headers && { headers }) }, ...(credentials && { credentials }) });

describe('a query', () => {
  it.each<[string, WebMetricProvider, string, string, string]>([
    ['/v1/errors?service=web', {}, 'GET', '/api/v1/errors?service=web', ''],
    ['  /v1/errors  \n', {}, 'GET', '/api/v1/errors', ''],
    ['?service=web', {}, 'GET', '/api?service=web', ''],
    ['', {}, 'GET', '/api', ''],
    ['/v1\n{"a": 1}', {}, 'POST', '/api/v1', '{"a": 1}'],
    ['/v1\n\n{"a":\n 1}\n', {}, 'POST', '/api/v1', '{"a":\n 1}'],
    ['/v1\n{}', { method: 'PUT' }, 'PUT', '/api/v1', '{}'],
    ['/v1', { method: 'POST' }, 'POST', '/api/v1', ''],
    ['/a b?q=x y', {}, 'GET', '/api/a%20b?q=x%20y', ''],
  ])('%j with %j is %s %s %j', async (query, web, method, url, body) => {
    expect(await open({ web: { ...OK, ...web }, path: '/api/' }).query(query, signal)).toBe(1);
    expect(service.heard.map(heard => [heard.method, heard.url, heard.body])).toEqual([[method, url, body]]);
    expect(service.heard[0]?.headers['content-type']).toBe(body === '' ? undefined : 'application/json');
  });

  it.each(['@evil.example/', 'http://evil.example/', '.evil.example', ':1/x'])('%j leads nowhere else', async query => {
    await expect(open().query(query, signal)).rejects.toMatchObject({ code: 'QueryFailed', retry: 'never', message: expect.stringContaining('must begin with / or ?') });
    expect(service.heard).toEqual([]);
  });

  it('with a body is no GET', async () => {
    await expect(open({ web: { ...OK, method: 'GET' } }).query('/\n{}', signal)).rejects.toThrow('needs spec.provider.web.method POST or PUT');
  });
});

describe('credentials', () => {
  const sent = async (settings: Settings): Promise<Record<string, unknown>> => {
    await open(settings).query('/', signal);
    return { ...service.heard[0]?.headers };
  };

  it('of a Secret go before those of the template', async () => {
    const headers = { authorization: ['Bearer plain'], 'X-Team': ['a'] };
    expect(await sent({ headers, credentials: { token: 't0ken' } })).toMatchObject({ authorization: 'Bearer t0ken', 'x-team': 'a', accept: 'application/json' });
    expect(await sent({ headers })).toMatchObject({ authorization: 'Bearer t0ken' });
  });

  it('are a user and a password, or any header', async () => {
    expect(await sent({ credentials: { username: 'u', password: 'p', 'header.X-Api-Key': 'k\n' } })).toMatchObject({ authorization: `Basic ${btoa('u:p')}`, 'x-api-key': 'k' });
  });

  it('may stand in the address', async () => {
    const { address } = service;
    await openProvider({ spec: { type: 'web', address: address.replace('//', '//u:p@'), web: OK } }).query('/', signal);
    expect(service.heard[0]?.headers.authorization).toBe(`Basic ${btoa('u:p')}`);
  });

  it('are certificates', async () => {
    const requests: HttpRequest[] = [];
    const http = { send: (request: HttpRequest) => Promise.resolve({ status: 200, headers: {}, body: '{"ok":1}', at: requests.push(request) }) };
    const spec = { type: 'web', address: 'https://x', web: OK, insecureSkipVerify: true, timeoutSeconds: 20 };
    await openProvider({ spec, credentials: { 'ca.crt': 'CA', 'tls.crt': 'CERT', 'tls.key': 'KEY' }, http }).query('/', signal);
    expect(requests[0]).toMatchObject({ tls: { ca: 'CA', cert: 'CERT', key: 'KEY' }, insecureSkipVerify: true, timeoutMs: 20_000 });
    await openProvider({ spec: { type: 'web', address: 'https://x', web: OK }, http }).query('/', signal);
    expect(requests[1]).toMatchObject({ tls: {}, insecureSkipVerify: false, timeoutMs: 5000 });
  });
});

describe('the value', () => {
  it.each<[WebMetricProvider, string, number | 'no-values']>([
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": 99.5}}', 99.5],
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": "99.5"}}', 99.5],
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": true}}', 1],
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": false}}', 0],
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": null}}', 'no-values'],
    [{ jsonPath: '$.data.ok' }, '{"data": {}}', 'no-values'],
    [{ jsonPath: '$.data.ok' }, '{"data": {"ok": "NaN"}}', 'no-values'],
    [{ jsonPath: '$' }, '7', 7],
    [{ jsonPath: "$.checks[?@.name == 'web'].rate" }, '{"checks": [{"name": "db", "rate": 1}, {"name": "web", "rate": 2}]}', 2],
    [{ jsonPath: '$[-1]' }, '[1, 2, 3]', 3],
    [{ expression: 'errors / requests' }, '{"errors": 1, "requests": 4}', 0.25],
    [{ expression: 'sum(shards[].errors)' }, '{"shards": [{"errors": 1}, {"errors": 2}]}', 3],
    [{ expression: "status == 'healthy'" }, '{"status": "healthy"}', 1],
    [{ expression: 'gone' }, '{}', 'no-values'],
    [{ expression: 'found[0]' }, '{"found": []}', 'no-values'],
  ])('of %j in %s is %p', async (web, body, value) => {
    service.answer = { status: 200, body };
    expect(await open({ web }).query('/', signal)).toBe(value);
  });

  it.each<[WebMetricProvider, string, string]>([
    [{ jsonPath: '$.*' }, '{"a": 1, "b": 2}', 'query returned multiple values'],
    [{ expression: 'a' }, '{"a": [1, 2]}', 'query returned multiple values'],
    [{ jsonPath: '$.a' }, '{"a": {"b": 1}}', '{"b":1} is no number'],
    [{ jsonPath: '$.a' }, '{"a": "much"}', '"much" is no number'],
    [{ jsonPath: '$.a' }, '{"a": ""}', '"" is no number'],
    [{ jsonPath: '$.a' }, '<html>', 'error unmarshaling result: '],
    [{ jsonPath: 'a[' }, '{}', 'spec.provider.web.jsonPath "a[": '],
    [{ expression: 'a[' }, '{}', 'spec.provider.web.expression "a[": '],
    [{ expression: 'sum(a)' }, '{"a": "x"}', 'spec.provider.web.expression "sum(a)": '],
  ])('of %j in %s is none: %s', async (web, body, message) => {
    service.answer = { status: 200, body };
    await expect(open({ web }).query('/', signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
  });
});

describe('a refusal', () => {
  it.each([400, 401, 404, 429, 500, 304])('with status %p is told', async status => {
    service.answer = { status, body: status === 304 ? '' : 'no' };
    await expect(open().query('/', signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringMatching(new RegExp(`^error response: Status ${status} `)) });
  });

  it.each<[Answer, boolean]>([
    [{ status: 200, body: '' }, true], [{ status: 404, body: '' }, true], [{ status: 405, body: '' }, true],
    [{ status: 401, body: '' }, false], [{ status: 403, body: '' }, false], [{ status: 500, body: '' }, false], [{ status: 503, body: '' }, false],
  ])('of the bare address: %j is online: %p', async (answer, isOnline) => {
    service.answer = answer;
    const probing = open({ path: '/api', web: { ...OK, method: 'POST' } }).probe(signal);
    await (isOnline ? expect(probing).resolves.toBeUndefined() : expect(probing).rejects.toMatchObject({ code: 'QueryFailed' }));
    expect(service.heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api']);
  });
});

describe('settings that cannot work', () => {
  it.each<[string | undefined, WebMetricProvider | undefined, string]>([
    ['http://x', undefined, 'web provider has neither spec.provider.web.jsonPath nor spec.provider.web.expression'],
    ['http://x', {}, 'web provider has neither'],
    [undefined, OK, 'web address  is not a valid URL'],
    ['ftp://user:s3cret@x?key=s3cret', OK, 'web address ftp://x is not a valid URL'],
  ])('%p with %j', (address, web, message) => {
    const create = (): unknown => openProvider({ spec: { type: 'web', ...(address && { address }), ...(web && { web }) } });
    expect(create).toThrow(expect.objectContaining({ code: 'Invalid', message: expect.stringContaining(message) }));
  });
});

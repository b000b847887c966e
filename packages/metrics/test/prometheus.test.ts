import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpClient, MetricProvider, MetricTemplateProvider } from '@flagger/sdk';
import { prometheus } from '../src/prometheus.ts';

const signal = new AbortController().signal;
let server: Server;
let address: string;
let reply: { status: number; body: string };
let heard: IncomingMessage | undefined;

beforeEach(async () => {
  reply = { status: 200, body: '' };
  server = createServer((request, response) => {
    heard = request;
    response.writeHead(reply.status).end(reply.body);
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise(resolve => server.close(resolve)));

/** The runtime's own client: what the operator's does is tested where it lives. */
const http: HttpClient = {
  send: async ({ method, url, headers = {} }) => {
    const flat = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]));
    const answer = await fetch(url, { method, headers: flat });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  },
};

function open(spec: Partial<MetricTemplateProvider> = {}, credentials: Record<string, string> = {}): MetricProvider {
  // Prometheus needs neither clock nor log.
  const unused = undefined as never;
  return prometheus.create({ spec: { type: 'prometheus', address, ...spec }, credentials, interval: '1m', http, clock: unused, logger: unused });
}

const vector = (...values: string[]): string => JSON.stringify({ status: 'success', data: { resultType: 'vector', result: values.map(value => ({ metric: {}, value: [1, value] })) } });

describe('query', () => {
  it.each<[string, string, number | 'no-values']>([
    ['one sample', vector('99.5'), 99.5],
    ['the last of several', vector('1', '2', '3'), 3],
    ['infinity', vector('+Inf'), Number.POSITIVE_INFINITY],
    ['minus infinity', vector('-Inf'), Number.NEGATIVE_INFINITY],
    ['NaN', vector('NaN'), 'no-values'],
    ['no sample', vector(), 'no-values'],
  ])('%s', async (_, body, expected) => {
    reply.body = body;
    expect(await open().query('up', signal)).toBe(expected);
  });

  it.each<[string, number, string, string]>([
    ['a matrix', 200, JSON.stringify({ data: { result: [{ values: [] }] } }), 'query returned multiple values'],
    ['an error status', 503, 'overloaded', 'error response: Status 503 Service Unavailable: overloaded'],
    ['no JSON', 200, '<html>', 'error unmarshaling result: '],
    ['a scalar', 200, JSON.stringify({ data: { resultType: 'scalar', result: [1, '2'] } }), 'error unmarshaling result: a result is no object'],
    ['no data', 200, '{}', 'error unmarshaling result: data.result is no list'],
  ])('%s is a failure', async (_, status, body, message) => {
    reply = { status, body };
    await expect(open().query('up', signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
  });

  it("collapses white space, keeps the address's path and drops its query", async () => {
    reply.body = vector('1');
    await open({ address: `${address}/select/0/?x=1` }).query(' sum(\n  up{a="b"}\n)', signal);
    expect(heard?.url).toBe(`/select/0/api/v1/query?query=${encodeURIComponent(' sum( up{a="b"} )')}`);
  });

  it('sends the headers of the template', async () => {
    reply.body = vector('1');
    await open({ headers: { 'X-Scope-OrgID': ['team-a', 'team-b'] } }).query('up', signal);
    expect(heard?.headers['x-scope-orgid']).toBe('team-a, team-b');
  });
});

describe('credentials', () => {
  const secretRef = { name: 'auth' };
  it.each<[Record<string, string>, string | undefined]>([
    [{ token: 'tok', username: 'u', password: 'p' }, 'Bearer tok'],
    [{ username: 'u', password: 'p' }, 'Basic dTpw'],
    [{ username: '', password: 'p' }, undefined],
  ])('%j become %p', async (credentials, authorization) => {
    reply.body = vector('1');
    await open({ secretRef }, credentials).query('up', signal);
    expect(heard?.headers.authorization).toBe(authorization);
  });

  it.each([
    [{ password: 'p' }, 'prometheus credentials does not contain a username'],
    [{ username: 'u' }, 'prometheus credentials does not contain a password'],
  ])('%j are refused', (credentials, message) => {
    expect(() => open({ secretRef }, credentials as Record<string, string>)).toThrow(message);
  });
});

it('an address that is none is refused', () => {
  expect(() => open({ address: 'prometheus' })).toThrow('prometheus address prometheus is not a valid URL');
});

describe('probe', () => {
  it('is content with 1', async () => {
    reply.body = vector('1');
    await expect(open().probe(signal)).resolves.toBeUndefined();
    expect(heard?.url).toBe('/api/v1/query?query=vector(1)');
  });

  it.each<[number, string, string]>([
    [200, vector('2'), 'value is not 1 for query: vector(1)'],
    [500, 'x', 'running query failed: error response: Status 500 Internal Server Error: x'],
  ])('status %p and %s are told', async (status, body, message) => {
    reply = { status, body };
    await expect(open().probe(signal)).rejects.toMatchObject({ message });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MetricProvider, MetricTemplateProvider } from '@flagger/sdk';
import { startService } from './support/loopback-service.ts';
import type { LoopbackService } from './support/loopback-service.ts';
import { openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
let service: LoopbackService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

const open = (spec: Partial<MetricTemplateProvider> = {}, credentials?: Record<string, string>): MetricProvider =>
  openProvider({ spec: { type: 'prometheus', address: service.address, ...spec }, ...(credentials && { credentials }) });
const answer = (body: string, status = 200): void => {
  service.answer = { status, body };
};
const lastHeard = (): LoopbackService['heard'][number] | undefined => service.heard.at(-1);

const vector = (...values: string[]): string => JSON.stringify({ status: 'success', data: { resultType: 'vector', result: values.map(value => ({ metric: {}, value: [1, value] })) } });

describe('query', () => {
  it.each<[string, string, number | 'no-values']>([
    ['one sample', vector('99.5'), 99.5],
    ['the last of several', vector('1', '2', '3'), 3],
    ['infinity', vector('+Inf'), Number.POSITIVE_INFINITY],
    ['minus infinity', vector('-Inf'), Number.NEGATIVE_INFINITY],
    ['NaN', vector('NaN'), 'no-values'],
    ['no sample', vector(), 'no-values'],
    ['null for no sample', JSON.stringify({ status: 'success', data: { resultType: 'vector', result: null } }), 'no-values'],
    ['an exponent', vector('1.5e3'), 1500],
  ])('%s', async (_, body, expected) => {
    answer(body);
    expect(await open().query('up', signal)).toBe(expected);
  });

  it.each<[string, number, string, string]>([
    ['a matrix', 200, JSON.stringify({ data: { result: [{ values: [] }] } }), 'query returned multiple values'],
    ['an error status', 503, 'overloaded', 'error response: Status 503 Service Unavailable: overloaded'],
    ['no JSON', 200, '<html>', 'error unmarshaling result: '],
    ['a scalar', 200, JSON.stringify({ data: { resultType: 'scalar', result: [1, '2'] } }), 'error unmarshaling result: a result is no object'],
    ['no data', 200, '{}', 'error unmarshaling result: data.result is no list'],
    ['a value that is no number', 200, vector('abc'), 'strconv.ParseFloat: parsing "abc": invalid syntax'],
    ['a number that Go does not read', 200, vector('0x10'), 'strconv.ParseFloat: parsing "0x10": invalid syntax'],
    ['an empty value', 200, vector(''), 'strconv.ParseFloat: parsing "": invalid syntax'],
  ])('%s is a failure', async (_, status, body, message) => {
    answer(body, status);
    await expect(open().query('up', signal)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
  });

  it("collapses white space, keeps the address's path and drops its query", async () => {
    answer(vector('1'));
    await open({ address: `${service.address}/select/0/?x=1` }).query(' sum(\n  up{a="b"}\n)', signal);
    expect(lastHeard()?.url).toBe('/select/0/api/v1/query?query=+sum%28+up%7Ba%3D%22b%22%7D+%29');
  });

  it('user and password of the address are sent as such', async () => {
    answer(vector('1'));
    await open({ address: service.address.replace('//', '//me:s%20p@') }).query('up', signal);
    expect(lastHeard()?.headers.authorization).toBe(`Basic ${btoa('me:s p')}`);
  });

  it("the Secret goes before the template's own header", async () => {
    answer(vector('1'));
    await open({ headers: { authorization: ['Bearer mine'] } }, { token: 'tok' }).query('up', signal);
    expect(lastHeard()?.headers.authorization).toBe('Bearer tok');
  });

  it('sends the headers of the template', async () => {
    answer(vector('1'));
    await open({ headers: { 'X-Scope-OrgID': ['team-a', 'team-b'] } }).query('up', signal);
    expect(lastHeard()?.headers['x-scope-orgid']).toBe('team-a, team-b');
  });
});

describe('credentials', () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{ token: 'tok', username: 'u', password: 'p' }, 'Bearer tok'],
    [{ username: 'u', password: 'p' }, 'Basic dTpw'],
    [{ username: '', password: 'p' }, undefined],
    [{ token: '' }, undefined],
  ])('%j become %p', async (credentials, authorization) => {
    answer(vector('1'));
    await open({}, credentials).query('up', signal);
    expect(lastHeard()?.headers.authorization).toBe(authorization);
  });

  it.each([
    [{ password: 'p' }, 'prometheus credentials does not contain a username'],
    [{ username: 'u' }, 'prometheus credentials does not contain a password'],
  ])('%j are refused', (credentials, message) => {
    expect(() => open({}, credentials as Record<string, string>)).toThrow(message);
  });
});

it.each(['prometheus', 'ftp://prometheus', 'http://', ''])('%j is no address, and a password in it is not told', address => {
  expect(() => open({ address })).toThrow(`prometheus address ${address} is not a valid URL`);
  expect(() => open({ address: 'htp://me:s3cret@prometheus' })).toThrow('prometheus address htp://prometheus is not a valid URL');
  expect(() => open({ address: 'http://me:s3cret%@prometheus' })).toThrow('prometheus address http://prometheus is not a valid URL');
});

describe('probe', () => {
  it('is content with 1', async () => {
    answer(vector('1'));
    await expect(open().probe(signal)).resolves.toBeUndefined();
    expect(lastHeard()?.url).toBe('/api/v1/query?query=vector%281%29');
  });

  it.each<[number, string, string]>([
    [200, vector(), 'running query failed: no values found'],
    [200, vector('2'), 'value is not 1 for query: vector(1)'],
    [500, 'x', 'running query failed: error response: Status 500 Internal Server Error: x'],
  ])('status %p and %s are told', async (status, body, message) => {
    answer(body, status);
    await expect(open().probe(signal)).rejects.toMatchObject({ message });
  });
});

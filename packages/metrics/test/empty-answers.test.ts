import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startService } from './support/loopback-service.ts';
import type { LoopbackService } from './support/loopback-service.ts';
import { NOW_MS, openProvider } from './support/open-provider.ts';

const signal = new AbortController().signal;
const SECRETS: Readonly<Record<string, Record<string, string>>> = {
  datadog: { datadog_api_key: 'a', datadog_application_key: 'b' },
  newrelic: { newrelic_account_id: '42', newrelic_query_key: 'k' },
  dynatrace: { dynatrace_token: 't' },
  graphite: { username: 'u', password: 'p' },
  influxdb: { token: 't', org: 'o' },
};
let service: LoopbackService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

async function ask(type: string, body: unknown, status = 200): Promise<unknown> {
  service.answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return openProvider({ spec: { type, address: service.address }, credentials: SECRETS[type] ?? {} }).query('q=1', signal);
}

const csv = (type: string, value: string, fallback = ''): string => `#datatype,string,long,${type}\r\n#group,false,false,false\r\n#default,_result,,${fallback}\r\n,result,table,_value\r\n,,0,${value}\r\n`;

describe('an answer without a value', () => {
  it.each<[string, unknown]>([
    ['datadog', { series: [] }],
    ['datadog', { series: [{ pointlist: [] }] }],
    ['datadog', {}],
    ['newrelic', { results: [{ result: 1 }, { result: 2 }] }],
    ['newrelic', { results: [{ average: 1 }] }],
    ['dynatrace', { result: [{ data: [] }] }],
    ['dynatrace', { result: [{ data: [{ values: [] }] }] }],
  ])('%s: %j holds none', async (type, body) => {
    await expect(ask(type, body)).rejects.toMatchObject({ code: 'NoValues', message: `invalid response: ${JSON.stringify(body)}: no values found` });
  });

  it.each<[string, unknown]>([
    ['datadog', { series: [{ pointlist: [[1, null], [2, 5]] }] }],
    ['newrelic', { results: [{ result: null }] }],
    ['dynatrace', { result: [{ data: [{ values: [null] }] }] }],
  ])('%s: a null is no value in %j', async (type, body) => {
    await expect(ask(type, body)).rejects.toMatchObject({ code: 'NoValues' });
  });

  it.each<[string, unknown]>([
    ['datadog', { series: [{ pointlist: [[1, '5']] }] }],
    ['newrelic', { results: [{ result: '5' }] }],
    ['dynatrace', { result: [{ data: [{ values: ['5'] }] }] }],
  ])('%s: a text is no number, and no lack of one, in %j', async (type, body) => {
    await expect(ask(type, body)).rejects.toMatchObject({ code: 'QueryFailed', message: 'error unmarshaling result: "5" is no number' });
  });

  it('influxdb: no row is no value', async () => {
    expect(await ask('influxdb', '')).toBe('no-values');
    expect(await ask('influxdb', '#datatype,string,long,double\r\n#group,false,false,false\r\n#default,_result,,\r\n,result,table,_value\r\n\r\n')).toBe('no-values');
    await expect(ask('influxdb', csv('double', ''))).rejects.toMatchObject({ code: 'NoValues', message: 'invalid response: _value:,result:_result,table:0: no values found' });
  });

  it.each([[null], [[]], [[{ target: 'a', datapoints: [] }]], [[{ target: 'a', datapoints: [[null, 1]] }]]])('graphite: %j', async body => {
    expect(await ask('graphite', body)).toBe('no-values');
  });
});

describe('an answer with a value', () => {
  it.each<[string, unknown, number]>([
    ['graphite', [{ datapoints: [[1, 1], [2, 2]] }, { datapoints: [['3.5', 1], [null, 2]] }], 3.5],
    ['graphite', [{ datapoints: [[0, 1]] }], 0],
    ['graphite', [{ datapoints: [['2', '1'], [4, null]] }], 4],
    ['newrelic', { results: [{ result: 0 }] }, 0],
    ['influxdb', csv('double', '-1.5'), -1.5],
    ['influxdb', csv('double', '+Inf'), Number.POSITIVE_INFINITY],
    ['influxdb', csv('double', '', '7'), 7],
    ['influxdb', `${csv('double', '1')}\r\n${csv('double', '2')}`, 1],
    ['influxdb', '#datatype,string,long,double,string\r\n,result,table,_value,error\r\n,,0,4,timeout\r\n', 4],
  ])('%s: %j is %p', async (type, body, value) => {
    expect(await ask(type, body)).toBe(value);
  });
});

describe('an answer that is no answer', () => {
  it.each<[string, unknown, number, string]>([
    ['graphite', '<html>', 200, 'error unmarshaling result: '],
    ['graphite', {}, 200, 'error unmarshaling result: no list of series'],
    ['graphite', [{ datapoints: [[1]] }], 200, 'a data point is no pair'],
    ['graphite', [{ datapoints: [['x', 1]] }], 200, '"x" is no number'],
    ['graphite', [{ datapoints: [['NaN', 1]] }], 200, '"NaN" is no number'],
    ['datadog', '<html>', 200, 'error unmarshaling result: '],
    ['datadog', 'x'.repeat(5000), 500, `error response: ${'x'.repeat(1024)}…: 500 Internal Server Error`],
    ['influxdb', csv('long', '3'), 200, 'invalid response: _value:3,result:_result,table:0; _value is of type long, allowed: double'],
    ['influxdb', ',error,reference\r\n,out of memory,897\r\n', 200, 'error accessing influxdb query api: out of memory'],
    ['influxdb', '"open', 200, 'error unmarshaling result: '],
    ['influxdb', 'bad gateway', 502, 'error accessing influxdb query api: 502 Bad Gateway: bad gateway'],
    ['influxdb', '{broken', 502, 'error accessing influxdb query api: 502 Bad Gateway: {broken'],
    ['influxdb', { error: 'authorization failed' }, 401, 'error accessing influxdb query api: 401 Unauthorized: authorization failed'],
  ])('%s: %j with status %p', async (type, body, status, message) => {
    await expect(ask(type, body, status)).rejects.toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
  });
});

describe('InfluxDB', () => {
  const probe = (status: number, body: unknown): Promise<void> => {
    service.answer = { status, body: JSON.stringify(body) };
    return openProvider({ spec: { type: 'influxdb', address: service.address }, credentials: { token: 't', org: 'o' } }).probe(signal);
  };

  it.each([
    ['2', 404, { code: 'not found', message: 'failed to initialize execute state: could not find bucket "default"' }],
    ['1.8', 500, { error: 'failed to initialize execute state: no database' }],
  ])('%s is online where it has no bucket of that name', async (_, status, body) => {
    await expect(probe(status, body)).resolves.toBeUndefined();
  });

  it('is not where it refuses who asks', async () => {
    await expect(probe(401, { code: 'unauthorized', message: 'unauthorized access' })).rejects.toThrow('error accessing influxdb query api: unauthorized: unauthorized access');
    await expect(probe(404, { code: 'not found', message: 'organization name "o" not found' })).rejects.toThrow('not found: organization name "o" not found');
  });
});

describe('the window', () => {
  it.each([
    ['datadog', 'from', 'to', 1],
    ['dynatrace', 'from', 'to', 1000],
  ])('%s is asked for ten intervals, in whole seconds', async (type, from, to, unit) => {
    await ask(type, {}).catch(() => undefined);
    const parameters = Object.fromEntries(service.heard[0]?.parameters ?? []);
    const now = Math.floor(NOW_MS / 1000);
    expect([parameters[from], parameters[to]]).toEqual([String((now - 1200) * unit), String(now * unit)]);
  });
});

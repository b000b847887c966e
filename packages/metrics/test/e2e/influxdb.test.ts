import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MetricProvider } from '@flagger/sdk';
import { parseAllDocuments } from 'yaml';
import { openProvider } from '../support/open-provider.ts';
import { InfluxDbProcess } from './influxdb-process.ts';

const { signal } = new AbortController();
const admin = { name: 'admin', password: 'pass:word' };
const ADMIN = { token: 'admin:pass:word', org: 'acme' };
const bucket = 'prod/autogen';
const LAST_5_MINUTES = `from(bucket: "${bucket}") |> range(start: -5m)`;

/** The request counts of two apps, of which one has failures. */
const POINTS = ['requests,app=podinfo,status=200 value=90', 'requests,app=podinfo,status=500 value=10', 'requests,app=backend,status=200 value=3', 'builds,app=podinfo count=7i,name="seven"'];
const DURATIONS = ['http_requests,app=podinfo,pod=a duration=0.2', 'http_requests,app=podinfo,pod=b duration=0.4', 'http_requests,app=backend,pod=c duration=9'];

let secured: InfluxDbProcess;
let open: InfluxDbProcess;

const at = (server: InfluxDbProcess, credentials?: Record<string, string>): MetricProvider =>
  openProvider({ spec: { type: 'influxdb', address: server.url }, ...(credentials && { credentials }) });
const ask = (query: string, credentials: Record<string, string> = ADMIN): Promise<number | 'no-values'> => at(secured, credentials).query(query, signal);

/** The query that the page of metric providers shows, for an app and an interval. */
function shownQuery(app: string, interval: string): string {
  const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  const [, manifests = ''] = /\n## InfluxDB\n.*?```yaml\n(.*?)```/s.exec(page) ?? [];
  const query = parseAllDocuments(manifests)[0]?.getIn(['spec', 'query']);
  return String(query).replaceAll('{{ target }}', app).replaceAll('{{ interval }}', interval);
}

beforeAll(async () => {
  secured = await InfluxDbProcess.start({ ports: { http: 28620, backup: 28621 }, admin });
  open = await InfluxDbProcess.start({ ports: { http: 28622, backup: 28623 } });
  for (const server of [secured, open]) {
    await server.order('CREATE DATABASE prod');
    await server.write(bucket, POINTS);
  }
  for (const user of ['stranger', 'reader']) await secured.order(`CREATE USER "${user}" WITH PASSWORD 'pw'`);
  await secured.order('GRANT READ ON prod TO reader');
}, 420_000);

afterAll(async () => {
  await secured?.stop();
  await open?.stop();
}, 30_000);

describe('the influxdb provider, answered by a real InfluxDB', () => {
  it.each<[string, string, number | 'no-values']>([
    ['the value of a series', `${LAST_5_MINUTES} |> filter(fn: (r) => r.app == "backend")`, 3],
    ['a sum over series', `${LAST_5_MINUTES} |> filter(fn: (r) => r._measurement == "requests" and r.app == "podinfo") |> group() |> sum()`, 100],
    ['a count, as a double', `${LAST_5_MINUTES} |> filter(fn: (r) => r._measurement == "requests") |> group() |> count() |> toFloat()`, 3],
    ['a share, on several lines', `
      all = ${LAST_5_MINUTES} |> filter(fn: (r) => r._measurement == "requests" and r.app == "podinfo") |> group(columns: ["app"]) |> sum()
      bad = ${LAST_5_MINUTES} |> filter(fn: (r) => r.app == "podinfo" and r.status == "500") |> group(columns: ["app"]) |> sum()
      join(tables: {all: all, bad: bad}, on: ["app"]) |> map(fn: (r) => ({ _value: r._value_bad / r._value_all * 100.0 }))
    `, 10],
    ['nothing of a series that is unknown', `${LAST_5_MINUTES} |> filter(fn: (r) => r.app == "elsewhere")`, 'no-values'],
    ['nothing of a time without points', `from(bucket: "${bucket}") |> range(start: -30m, stop: -20m)`, 'no-values'],
  ])('reads %s', async (_, query, value) => {
    expect(await ask(query)).toBe(value);
  });

  it.each([
    ['is no Flux', `from(bucket: "${bucket}"`, 'expected RPAREN, got EOF'],
    ['calls what there is not', `${LAST_5_MINUTES} |> nothing()`, 'undefined identifier "nothing"'],
    ['names an unknown bucket', 'from(bucket: "elsewhere") |> range(start: -5m)', 'no database'],
    ['ends in a whole number', `${LAST_5_MINUTES} |> filter(fn: (r) => r._field == "count")`, '_value is of type long, allowed: double'],
    ['ends in a text', `${LAST_5_MINUTES} |> filter(fn: (r) => r._field == "name")`, '_value is of type string, allowed: double'],
  ])('fails where a query %s', async (_, query, message) => {
    await expect(ask(query)).rejects.toMatchObject({ code: 'QueryFailed', retry: 'later', message: expect.stringContaining(message) });
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong password', { token: 'admin:wrong', org: 'acme' }, '401 Unauthorized: authorization failed'],
    ['a token of another kind', { token: 'opaque', org: 'acme' }, '401 Unauthorized: unable to parse authentication credentials'],
    ['a user without the right', { token: 'stranger:pw', org: 'acme' }, 'user "stranger", requires READ for database "prod"'],
  ])('fails for %s, and tells no token', async (_, credentials, message) => {
    const failure = await ask(LAST_5_MINUTES, credentials).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'QueryFailed', message: expect.stringContaining(message) });
    expect(String(failure)).not.toContain(credentials['token']);
  });

  it('asks without a Secret where the server lets everybody in, and nowhere else', async () => {
    const query = `${LAST_5_MINUTES} |> filter(fn: (r) => r.app == "backend")`;
    expect(await at(open).query(query, signal)).toBe(3);
    await expect(at(secured).query(query, signal)).rejects.toThrow('401 Unauthorized: unable to parse authentication credentials');
  });

  it("reads what the page's template asks for", async () => {
    await open.order('CREATE DATABASE "default"');
    await open.write('default', DURATIONS);
    expect(await at(open).query(shownQuery('podinfo', '1m'), signal)).toBeCloseTo(0.3, 9);
    expect(await at(open).query(shownQuery('elsewhere', '1m'), signal)).toBe('no-values');
  });

  it('lets who may read one bucket read that', async () => {
    const reader = { token: 'reader:pw', org: 'any' };
    expect(await ask(`${LAST_5_MINUTES} |> filter(fn: (r) => r.app == "backend")`, reader)).toBe(3);
    await expect(at(secured, reader).probe(signal)).resolves.toBeUndefined();
  });

  it('is online with a bucket named default and without, but not for everybody', async () => {
    await expect(at(secured, ADMIN).probe(signal)).resolves.toBeUndefined();
    await secured.order('CREATE DATABASE "default"');
    await expect(at(secured, ADMIN).probe(signal)).resolves.toBeUndefined();
    await expect(at(secured, { token: 'admin:wrong', org: 'acme' }).probe(signal)).rejects.toThrow('401 Unauthorized: authorization failed');
  });
});

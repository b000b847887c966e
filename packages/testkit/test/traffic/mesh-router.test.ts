import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sharePercent } from '../../src/traffic/load-report.ts';
import type { LoadTarget } from '../../src/traffic/load-client.ts';
import { MeshLab } from './mesh-lab.ts';
import { to, virtualService } from './virtual-service.ts';

let lab: MeshLab;

beforeEach(async () => {
  lab = await MeshLab.start();
});

afterEach(() => lab.stop());

/** The version that one request reaches, or the status where none does. */
async function reached(target: Partial<LoadTarget> = {}): Promise<string> {
  const load = lab.load(target);
  const { byVersion, byStatus } = await load.send(1);
  load.stop();
  const [version = 'none'] = Object.keys(byVersion);
  return version === 'none' ? (Object.keys(byStatus)[0] ?? '') : version;
}

describe('a plain Service', () => {
  it.each([
    ['web', 'prod', '1'],
    ['web-canary', 'prod', '2'],
    ['web-canary.prod', 'test', '2'],
    ['web-canary.prod.svc.cluster.local:80', 'test', '2'],
    ['web', 'test', '5xx'],
    ['web.example.com', 'prod', '4xx'],
  ])('%s, asked for from %s, is answered by %s', async (host, sourceNamespace, expected) => {
    expect(await reached({ host, sourceNamespace })).toBe(expected);
  });

  it('follows its selector, and answers 503 when no Pod is ready', async () => {
    lab.addService('web', 'web');
    await lab.put(virtualService([], { hosts: ['elsewhere'] }));
    expect(await reached()).toBe('2');
    lab.pods.byApp.delete('web');
    expect(await reached()).toBe('5xx');
  });
});

describe('weights', () => {
  const REQUESTS = 200;

  it.each([[100, 0], [70, 30], [50, 50], [1, 99]])('%d/%d are the shares of real requests', async (primary, canary) => {
    await lab.put(virtualService([{ route: [to('web-primary', primary), to('web-canary', canary)] }]));
    const load = lab.load();
    const report = await load.send(REQUESTS);
    load.stop();
    const tolerance = 4 * Math.sqrt((primary * canary) / REQUESTS);
    expect(Math.abs(sharePercent(report, '2') - canary)).toBeLessThanOrEqual(tolerance);
    expect(report).toMatchObject({ requests: REQUESTS, successRatePercent: 100, byStatus: { '2xx': REQUESTS } });
  });

  it('of zero everywhere send to the only destination', async () => {
    await lab.put(virtualService([{ route: [to('web-canary', 0)] }]));
    expect(await reached()).toBe('2');
  });

  it('that change count from the next request on', async () => {
    await lab.put(virtualService([{ route: [to('web-primary', 100), to('web-canary', 0)] }]));
    expect(await reached()).toBe('1');
    await lab.put(virtualService([{ route: [to('web-primary', 0), to('web-canary', 100)] }]));
    expect(await reached()).toBe('2');
  });
});

describe('matches', () => {
  it.each<[string, object, Partial<LoadTarget>, boolean]>([
    ['an exact header', { headers: { 'x-canary': { exact: 'insider' } } }, { headers: { 'x-canary': 'insider' } }, true],
    ['another value of it', { headers: { 'x-canary': { exact: 'insider' } } }, { headers: { 'x-canary': 'outsider' } }, false],
    ['a header prefix', { headers: { 'User-Agent': { prefix: 'Moz' } } }, { headers: { 'user-agent': 'Mozilla' } }, true],
    ['a header of any value', { headers: { 'x-a': {} } }, { headers: { 'x-a': 'b' } }, true],
    ['a cookie', { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }, { headers: { cookie: 'a=b;canary=always' } }, true],
    ['another cookie', { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }, { headers: { cookie: 'canary=never' } }, false],
    ['a regex that fits a part', { headers: { 'x-a': { regex: 'b' } } }, { headers: { 'x-a': 'abc' } }, false],
    ['an unwanted header', { withoutHeaders: { 'x-a': { exact: 'b' } } }, { headers: { 'x-a': 'b' } }, false],
    ['a path prefix', { uri: { prefix: '/api' } }, { path: '/api/v1?x=1' }, true],
    ['an exact path beside its query', { uri: { exact: '/api' } }, { path: '/api?x=1' }, true],
    ['a path in another case', { uri: { prefix: '/API' }, ignoreUriCase: true }, { path: '/api' }, true],
    ['a query parameter', { queryParams: { v: { exact: '2' } } }, { path: '/?v=2' }, true],
    ['a missing query parameter', { queryParams: { v: { exact: '2' } } }, { path: '/' }, false],
    ['a method', { method: { exact: 'POST' } }, { method: 'POST' }, true],
    ['source labels', { sourceLabels: { app: 'front' } }, { sourceLabels: { app: 'front', tier: 'a' } }, true],
    ['other source labels', { sourceLabels: { app: 'front' } }, { sourceLabels: { app: 'back' } }, false],
    ['the source namespace', { sourceNamespace: 'prod' }, {}, true],
    ['two fields of which one fits', { uri: { prefix: '/' }, method: { exact: 'POST' } }, {}, false],
  ])('by %s', async (_, match, target, matched) => {
    await lab.put(virtualService([{ match: [match], route: [to('web-canary', 100)] }, { route: [to('web-primary', 100)] }]));
    expect(await reached(target)).toBe(matched ? '2' : '1');
  });

  it('of which none fits leave the request without a route', async () => {
    await lab.put(virtualService([{ match: [{ uri: { prefix: '/api' } }], route: [to('web-canary')] }]));
    expect(await reached({ path: '/' })).toBe('4xx');
  });
});

describe('a VirtualService', () => {
  it.each([
    [['web.example.com'], 'web.example.com', '2'],
    [['*.example.com'], 'web.example.com', '2'],
    [['*'], 'anything', '2'],
    [['web.prod.svc.cluster.local'], 'web', '2'],
    [['other.example.com'], 'web', '1'],
  ])('with hosts %j gets requests for %s', async (hosts, host, expected) => {
    await lab.put(virtualService([{ route: [to('web-canary')] }], { hosts }));
    expect(await reached({ host })).toBe(expected);
  });

  it('with gateways gets only what enters through them', async () => {
    await lab.put(virtualService([{ route: [to('web-canary')] }], { gateways: ['public'] }));
    expect(await reached()).toBe('1');
    expect(await reached({ gateway: 'prod/public' })).toBe('2');
    expect(await reached({ gateway: 'test/public' })).toBe('1');
  });

  it('hands over to its delegate', async () => {
    await lab.put(virtualService([{ route: [to('web-canary')] }], { hosts: [] }, 'delegate'));
    await lab.put(virtualService([{ match: [{ uri: { prefix: '/' } }], delegate: { name: 'delegate' } }]));
    expect(await reached()).toBe('2');
  });

  it('rewrites the path and the host, and changes headers', async () => {
    await lab.put(virtualService([{
      match: [{ uri: { prefix: '/api' } }], rewrite: { uri: '/v2', authority: 'inner' }, route: [to('web-canary')],
      headers: { response: { set: { 'x-set': 'a' }, remove: ['x-pod'] } },
    }]));
    const response = await lab.get('/api/users?x=1');
    expect(JSON.parse(response.body.toString())).toMatchObject({ path: '/v2/users?x=1', host: 'inner' });
    expect(response.headers).toMatchObject({ 'x-set': 'a', 'x-version': '2' });
    expect(response.headers).not.toHaveProperty('x-pod');
  });

  it('mirrors its share of requests, and clients do not see the copies', async () => {
    await lab.put(virtualService([{ route: [to('web-primary', 100)], mirror: { host: 'web-canary' }, mirrorPercentage: { value: 40 } }]));
    const load = lab.load();
    const report = await load.send(300);
    load.stop();
    expect(report.byVersion).toEqual({ '1': 300 });
    const copies = lab.answered.filter(({ mirrored }) => mirrored);
    expect(copies.every(({ workload, service }) => workload === 'web' && service === 'web-canary')).toBe(true);
    expect(Math.abs(copies.length / 300 - 0.4)).toBeLessThan(0.12);
    expect(lab.answered.length - copies.length).toBe(300);
  });
});

describe('sticky sessions', () => {
  const sticky = [
    { match: [{ headers: { Cookie: { regex: '.*session.*abc.*' } } }], route: [to('web-primary', 0), to('web-canary', 100)] },
    { route: [to('web-primary', 50), to('web-canary', 50, 'session=abc; Max-Age=3600')] },
  ];

  it('keep a client at the canary once it was there', async () => {
    await lab.put(virtualService(sticky));
    const clients = Array.from({ length: 12 }, () => lab.load());
    const first = await Promise.all(clients.map(client => client.send(1)));
    const later = await Promise.all(clients.map(client => client.send(10)));
    clients.forEach(client => client.stop());
    const stuck = later.filter((_, index) => first[index]?.byVersion['2'] === 1);
    expect(stuck.length).toBeGreaterThan(0);
    for (const report of stuck) expect(report.byVersion).toEqual({ '2': 10 });
  });

  it('end when the cookie is taken back', async () => {
    await lab.put(virtualService([{ route: [to('web-canary', 100, 'session=abc; Max-Age=3600')] }]));
    const client = lab.load();
    await client.send(1);
    await lab.put(virtualService([
      { match: [{ headers: { Cookie: { regex: '.*session.*abc.*' } } }], route: [to('web-primary', 100)], headers: { response: { add: { 'Set-Cookie': 'session=abc; Max-Age=-1' } } } },
      { route: [to('web-canary', 100)] },
    ]));
    expect((await client.send(2)).byVersion).toEqual({ '1': 1, '2': 1 });
    client.stop();
  });
});

import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '../../src/clock/virtual-clock.ts';
import { listen } from '../../src/traffic/listen.ts';
import type { Listening } from '../../src/traffic/listen.ts';
import { LoadGenerator } from '../../src/traffic/load-generator.ts';
import { readRequest } from '../../src/traffic/routed-request.ts';
import type { RoutedRequest } from '../../src/traffic/route-plan.ts';
import { canonicalHost, serviceOf } from '../../src/traffic/service-host.ts';

let server: Listening;
let heard: RoutedRequest[];
let headers: IncomingHttpHeaders[];

beforeEach(async () => {
  heard = [];
  headers = [];
  server = await listen(createServer((request, response) => {
    heard.push(readRequest(request));
    headers.push(request.headers);
    response.setHeader('x-version', '1').setHeader('set-cookie', `seen=${heard.length}; Max-Age=60`).end();
  }));
});

afterEach(() => server.close());

describe('a load generator', () => {
  it('says in its headers where a request comes from and where it goes', async () => {
    const load = new LoadGenerator({
      router: server.url, host: 'web.prod', path: '/a?b=c', method: 'POST', headers: { 'x-user': 'me' }, clock: createVirtualClock(), requestsPerSecond: 1,
      sourceNamespace: 'front', sourceLabels: { app: 'ui', tier: 'edge' }, gateway: 'infra/public',
    });
    await load.send(1);
    load.stop();
    expect(heard[0]).toMatchObject({
      host: 'web.prod', target: '/a?b=c', method: 'POST', gateway: 'infra/public', sourceNamespace: 'front', sourceLabels: { app: 'ui', tier: 'edge' },
    });
    expect(heard[0]?.headers).toMatchObject({ 'x-user': 'me' });
    expect(Object.keys(heard[0]?.headers ?? {}).filter(name => name.startsWith('x-source') || name === 'x-gateway')).toEqual([]);
  });

  it('gives each of its clients a jar of cookies', async () => {
    const load = new LoadGenerator({ router: server.url, host: 'web', clients: 2, clock: createVirtualClock(), requestsPerSecond: 1 });
    await load.send(4);
    load.stop();
    expect(headers.map(({ cookie }) => cookie)).toEqual([undefined, undefined, 'seen=1', 'seen=2']);
  });

  it('sends as many requests as its clock asks for, and sums up what came since the last time', async () => {
    const clock = createVirtualClock();
    const load = new LoadGenerator({ router: server.url, host: 'web', clock, requestsPerSecond: 50 });
    load.start();
    clock.advance(1000);
    let seen = 0;
    while (seen < 50) {
      await new Promise(resolve => setImmediate(resolve));
      seen += load.take().requests;
    }
    load.stop();
    clock.advance(1000);
    expect([seen, heard.length]).toEqual([50, 50]);
  });

  it('counts requests that nobody answered', async () => {
    const load = new LoadGenerator({ router: server.url, host: 'web', clock: createVirtualClock(), requestsPerSecond: 1 });
    await server.close();
    expect(await load.send(2)).toMatchObject({ requests: 2, byVersion: { none: 2 }, byStatus: { '0xx': 2 }, successRatePercent: 0 });
    load.stop();
  });
});

describe('hosts of Services', () => {
  it.each([
    ['web', { name: 'web', namespace: 'prod' }],
    ['Web.Test', { name: 'web', namespace: 'test' }],
    ['web.test.svc', { name: 'web', namespace: 'test' }],
    ['web.test.svc.cluster.local', { name: 'web', namespace: 'test' }],
    ['web.example.com', undefined],
    ['web.test.svc.example.com', undefined],
    ['', undefined],
  ])('%p, seen from prod', (host, service) => {
    expect(serviceOf(host, 'prod')).toEqual(service);
  });

  it.each([['web', 'web.prod.svc.cluster.local'], ['web.test', 'web.test.svc.cluster.local'], ['Shop.example.com', 'shop.example.com'], ['*.example', '*.example']])(
    '%s is written %s', (host, canonical) => {
      expect(canonicalHost(host, 'prod')).toBe(canonical);
    });
});

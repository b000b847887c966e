import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createRealClock, createVirtualClock } from '@flagger/testkit';
import { createCluster } from '../../src/index.ts';
import type { ApiRequest } from '../../src/index.ts';
import { afterTest } from '../support/bench.ts';
import { answer, startFakeServer } from '../support/fake-server.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { until } from '../support/until.ts';

const signal = new AbortController().signal;
const parts = { clock: createRealClock(), logger: recordingLogger() };
const request = (verb: ApiRequest['verb']): ApiRequest => ({ verb, path: '/api/v1/things/a', resource: 'things', name: 'a' });

/** A server that cuts each connection when a second request comes on it. */
async function startForgetfulServer(): Promise<{ url: string; cuts(): number }> {
  const served = new WeakSet<Socket>();
  let cuts = 0;
  const server = createServer((message, response) => {
    if (served.has(message.socket)) {
      cuts += 1;
      message.socket.resetAndDestroy();
      return;
    }
    served.add(message.socket);
    answer(response, {});
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    server.closeAllConnections();
    await new Promise(resolve => void server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cuts: () => cuts }; // it listens on a TCP port
}

describe('an API client', () => {
  it('tries again when a kept-open connection turns out to be closed, but creates nothing twice', async () => {
    const server = await startForgetfulServer();
    const cluster = await createCluster({ ...parts, master: server.url });
    afterTest(() => cluster.close());
    await cluster.request(request('get'), signal);
    await cluster.request(request('patch'), signal);
    expect(server.cuts()).toBe(1);
    await expect(cluster.request(request('create'), signal)).rejects.toMatchObject({ code: 'ApiUnavailable' });
  });

  it('says which answer took too long only by its own name, never with headers', async () => {
    const cluster = await createCluster({ ...parts, master: 'http://127.0.0.1:1' });
    afterTest(() => cluster.close());
    const error = await cluster.request(request('get'), signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ApiUnavailable', message: expect.stringContaining('get things a: no answer from http://127.0.0.1:1: connect ECONNREFUSED') });
    expect(error).toHaveProperty('cause.code', 'ECONNREFUSED');
    expect(error).not.toHaveProperty('cause.options');
  });

  it('takes an empty answer for nothing', async () => {
    const master = await startFakeServer((_message, response) => void response.writeHead(200).end());
    const cluster = await createCluster({ ...parts, master: `${master}/` });
    afterTest(() => cluster.close());
    expect(cluster.host).toBe(master);
    expect(await cluster.request(request('delete'), signal)).toBeUndefined();
  });

  it('leaves the limit to a server that is fair, unless one was asked for', async () => {
    const master = await startFakeServer((_message, response) => answer(response.setHeader('X-Kubernetes-PF-FlowSchema-UID', 'a'), {}));
    const clock = createVirtualClock();
    const free = await createCluster({ ...parts, clock, master });
    afterTest(() => free.close());
    await free.request(request('get'), signal);
    await Promise.all(Array.from({ length: 300 }, () => free.request(request('get'), signal)));
    expect(clock.pendingTimers).toBe(0);
    const limited = await createCluster({ ...parts, clock, master, qps: 1, burst: 1 });
    afterTest(() => limited.close());
    await limited.request(request('get'), signal);
    const second = limited.request(request('get'), signal);
    await until(() => clock.pendingTimers === 1);
    clock.advance(1_000);
    await second;
  });

  it('sends bodies as what they are', async () => {
    const seen: unknown[] = [];
    const master = await startFakeServer((message, response) => {
      seen.push([message.method, message.headers['content-type'], message.headers.accept, message.headers['user-agent']]);
      answer(response, {});
    });
    const cluster = await createCluster({ ...parts, master });
    afterTest(() => cluster.close());
    await cluster.request({ ...request('patch'), body: { a: null } }, signal);
    await cluster.request({ ...request('update'), body: {} }, signal);
    await cluster.request(request('get'), signal);
    expect(seen).toEqual([
      ['PATCH', 'application/merge-patch+json', 'application/json', 'flagger'],
      ['PUT', 'application/json', 'application/json', 'flagger'],
      ['GET', undefined, 'application/json', 'flagger'],
    ]);
  });
});

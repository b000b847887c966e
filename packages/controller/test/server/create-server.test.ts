import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { silentLogger } from '../../src/logging/silent-logger.ts';
import { startServer } from '../../src/server/create-server.ts';
import type { OperatorServer } from '../../src/server/create-server.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function ask(server: OperatorServer, path: string, method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  request({ port: server.port, host: '127.0.0.1', path, method, agent: false }, response => {
    let body = '';
    response.setEncoding('utf8').on('data', chunk => { body += String(chunk); });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, type: String(response.headers['content-type']), body }));
  }).on('error', reject).end();
  return promise;
}

describe('the HTTP server', () => {
  let reason: string | undefined = 'starting';
  const serveOnce = async (use: (server: OperatorServer) => Promise<void>): Promise<void> => {
    const server = await startServer({
      host: '127.0.0.1', port: 0, clock: createVirtualClock(), logger: silentLogger, notReady: () => reason,
      metrics: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'flagger_info 1\n' }),
    });
    await use(server).finally(() => server.close());
  };

  it('is healthy whatever happens, also for HEAD, by which probes ask', () => serveOnce(async server => {
    expect(await ask(server, '/healthz')).toMatchObject({ status: 200, body: 'OK' });
    expect(await ask(server, '/healthz', 'HEAD')).toMatchObject({ status: 200, body: '' });
  }));

  it('is ready when nothing is missing', () => serveOnce(async server => {
    expect(await ask(server, '/readyz')).toMatchObject({ status: 503, body: 'starting' });
    reason = undefined;
    expect(await ask(server, '/readyz')).toMatchObject({ status: 200, body: 'OK' });
  }));

  it('shows metrics as Prometheus reads them', () => serveOnce(async server => {
    expect(await ask(server, '/metrics')).toEqual({ status: 200, type: expect.stringContaining('version=0.0.4'), body: 'flagger_info 1\n' });
  }));

  it('has nothing else', () => serveOnce(async server => {
    expect((await ask(server, '/')).status).toBe(404);
  }));

  it('says when its port is taken', () => serveOnce(async server => {
    const second = startServer({
      host: '127.0.0.1', port: server.port, clock: createVirtualClock(), logger: silentLogger, notReady: () => undefined,
      metrics: () => Promise.reject(new Error('unused')),
    });
    await expect(second).rejects.toThrow('EADDRINUSE');
  }));
});

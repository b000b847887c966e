import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { createHttpClient } from '../../src/http/create-http-client.ts';
import { serve } from './loopback.ts';

const PEM = readFileSync(join(import.meta.dirname, '../fixtures/self-signed.pem'));
const clock = createVirtualClock();
const client = createHttpClient({ clock });
const never = new AbortController().signal;
const get = (url: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> => client.send({ method: 'GET', url, timeoutMs: 10_000, ...more }, never);

describe('an exchange', () => {
  it('sends method, headers and body, and gives status, headers and body', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(418, { 'X-Kind': 'pot', 'content-type': 'text/plain' });
      response.end(`${String(request.headers['x-a'])} ${String(request.headers['user-agent'])}`);
    });
    const answer = await get(`${server.url}/p?q=1`, { method: 'POST', body: '{"a":1}', headers: { 'x-a': ['1', '2'] } });
    expect(answer).toMatchObject({ status: 418, body: '1, 2 flagger/1.0.0', headers: { 'x-kind': 'pot' } });
    expect(server.heard).toEqual(['POST /p?q=1 {"a":1}']);
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('%s may have no body', async method => {
    await using server = await serve((_request, response) => response.end());
    expect(await get(server.url, { method })).toMatchObject({ status: 200, body: '' });
  });

  it.each([429, 500, 503])('takes %i for an answer and does not try again', async status => {
    await using server = await serve((_request, response) => response.writeHead(status, { 'retry-after': '0' }).end('no'));
    expect(await get(server.url)).toMatchObject({ status, body: 'no' });
    expect(server.heard).toHaveLength(1);
  });

  it('unpacks gzip', async () => {
    await using server = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('text')));
    expect((await get(server.url)).body).toBe('text');
  });
});

describe('redirects', () => {
  it.each([[301, 'GET'], [302, 'GET'], [303, 'GET'], [307, 'POST'], [308, 'POST']] as const)('%i turns a POST into a %s', async (status, method) => {
    await using server = await serve((request, response) => {
      if (request.url === '/from') response.writeHead(status, { location: '/to' });
      response.end();
    });
    await get(`${server.url}/from`, { method: 'POST', body: 'b' });
    expect(server.heard).toEqual(['POST /from b', method === 'GET' ? 'GET /to' : 'POST /to b']);
  });

  it('to another server take no header along that may be secret', async () => {
    const heard: unknown[] = [];
    await using other = await serve((request, response) => { heard.push(request.headers); response.end(); });
    await using server = await serve((request, response) => { heard.push(request.headers); response.writeHead(302, { location: request.url === '/out' ? other.url : '/out' }).end(); });
    await get(server.url, { headers: { 'X-Api-Key': 'k', Authorization: 'Bearer t', Accept: 'application/json' } });
    const all = { 'x-api-key': 'k', authorization: 'Bearer t', accept: 'application/json' };
    expect(heard).toEqual([expect.objectContaining(all), expect.objectContaining(all), expect.not.objectContaining({ 'x-api-key': 'k' })]);
    expect(heard[2]).toMatchObject({ accept: 'application/json', 'user-agent': 'flagger/1.0.0' });
    expect(heard[2]).not.toHaveProperty('authorization');
  });

  it('end after ten', async () => {
    await using server = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
    await expect(get(server.url)).rejects.toMatchObject({ code: 'HttpFailed' });
    expect(server.heard).toHaveLength(11);
  });

  it('do not carry credentials to another server', async () => {
    await using other = await serve((request, response) => response.end(String(request.headers.authorization)));
    await using server = await serve((_request, response) => response.writeHead(302, { location: other.url }).end());
    expect((await get(server.url, { headers: { authorization: 'Bearer t' } })).body).toBe('undefined');
  });
});

describe('failures', () => {
  it('nobody listens: the message has origin and path, and no secret', async () => {
    const { url } = await serve(() => undefined).then(async server => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const secretUrl = `${url.replace('://', '://user:password@')}/path?token=secret`;
    await expect(get(secretUrl)).rejects.toMatchObject({
      name: 'CanaryError', code: 'HttpFailed', retry: 'later',
      message: `GET ${url}/path: connect ECONNREFUSED ${url.slice('http://'.length)}`,
    });
  });

  it('the connection breaks', async () => {
    await using server = await serve(request => request.socket.destroy());
    await expect(get(server.url)).rejects.toMatchObject({ code: 'HttpFailed' });
    expect(server.heard).toHaveLength(1);
  });

  it('the URL is none', async () => {
    await expect(get('prometheus:9090')).rejects.toMatchObject({ code: 'HttpFailed' });
    await expect(get('::')).rejects.toMatchObject({ code: 'HttpFailed', message: expect.stringMatching(/^GET an invalid URL: /) });
  });

  it('the answer is too large', async () => {
    const small = createHttpClient({ clock, maxBodyBytes: 100 });
    await using server = await serve((_request, response) => response.end('x'.repeat(101)));
    await expect(small.send({ method: 'GET', url: server.url, timeoutMs: 1_000 }, never)).rejects.toMatchObject({
      code: 'HttpFailed', message: `GET ${server.url}/: the answer is larger than 100 bytes`,
    });
  });

  it.each(['no answer', 'half an answer'])('%s comes in time', async what => {
    const arrived = Promise.withResolvers<void>();
    await using server = await serve((_request, response) => {
      if (what === 'half an answer') response.write('half');
      arrived.resolve();
    });
    const answer = get(server.url, { timeoutMs: 5_000 });
    const outcome = expect(answer).rejects.toMatchObject({ code: 'TimedOut', message: `GET ${server.url}/: no answer within 5s` });
    await arrived.promise;
    clock.advance(5_000);
    await outcome;
  });

  it('the caller gives up: its reason is the error', async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await serve(() => arrived.resolve());
    const giveUp = new AbortController();
    const outcome = expect(client.send({ method: 'GET', url: server.url, timeoutMs: 5_000 }, giveUp.signal)).rejects.toThrow('enough');
    await arrived.promise;
    giveUp.abort(new Error('enough'));
    await outcome;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('TLS and proxies', () => {
  it('refuses a certificate that nobody vouches for, unless asked not to', async () => {
    await using server = await serve((_request, response) => response.end('ok'), listener => createTlsServer({ key: PEM, cert: PEM }, listener));
    const url = server.url.replace('http:', 'https:');
    await expect(get(url)).rejects.toMatchObject({ code: 'HttpFailed', message: expect.stringContaining('self-signed certificate') });
    expect(await get(url, { insecureSkipVerify: true })).toMatchObject({ status: 200, body: 'ok' });
  });

  it('trusts whom it is told to trust, and is who it is told to be', async () => {
    const create = (listener: RequestListener): ReturnType<typeof createTlsServer> => createTlsServer({ key: PEM, cert: PEM, ca: PEM, requestCert: true, rejectUnauthorized: true }, listener);
    await using server = await serve((_request, response) => response.end('ok'), create);
    const url = server.url.replace('http:', 'https:').replace('127.0.0.1', 'localhost');
    const pem = PEM.toString();
    await expect(get(url, { tls: { ca: pem } })).rejects.toMatchObject({ code: 'HttpFailed' });
    expect(await get(url, { tls: { ca: pem, cert: pem, key: pem } })).toMatchObject({ status: 200, body: 'ok' });
  });

  it('goes through the proxy of the request', async () => {
    await using proxy = await serve((_request, response) => response.end('by proxy'));
    expect((await get('http://flagger.invalid/path', { proxyUrl: proxy.url })).body).toBe('by proxy');
    expect(proxy.heard).toEqual(['GET http://flagger.invalid/path']);
  });

  it('goes through the proxy of the environment, but not to the loopback', async () => {
    await using proxy = await serve((_request, response) => response.end('by proxy'));
    await using server = await serve((_request, response) => response.end('direct'));
    process.env['http_proxy'] = proxy.url;
    try {
      expect((await get('http://flagger.invalid/path')).body).toBe('by proxy');
      expect((await get(server.url)).body).toBe('direct');
    } finally {
      delete process.env['http_proxy'];
    }
  });
});

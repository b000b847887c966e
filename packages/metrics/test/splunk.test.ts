import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock, HttpClient, HttpRequest, MetricProvider } from '@flagger/sdk';
import { WebSocketServer } from 'ws';
import type { WebSocket as Connection } from 'ws';
import { readBatch } from '../src/signal-flow-batch.ts';
import { NOW_MS, openProvider } from './support/open-provider.ts';

type Point = readonly [type: number, series: number, value: number];

/** A binary message as SignalFlow sends it. */
function batch(points: readonly Point[], flags = 0): Buffer {
  const body = Buffer.alloc(12 + 17 * points.length);
  body.writeUInt32BE(points.length, 8);
  points.forEach(([type, series, value], index) => {
    const at = 12 + 17 * index;
    body.writeUInt8(type, at);
    body.writeBigUInt64BE(BigInt(series), at + 1);
    if (type === 1) body.writeBigInt64BE(BigInt(value), at + 9);
    if (type === 2) body.writeDoubleBE(value, at + 9);
    if (type === 3) body.writeInt32BE(value, at + 9);
  });
  const header = Buffer.alloc(20);
  header.writeUInt8(flags, 2);
  return Buffer.concat([header, (flags & 1) === 0 ? body : gzipSync(body)]);
}

const END = JSON.stringify({ type: 'control-message', event: 'END_OF_CHANNEL' });
const NOISE = [JSON.stringify({ type: 'authenticated' }), JSON.stringify({ type: 'control-message', event: 'JOB_START' }), 'KEEP_ALIVE', JSON.stringify({ type: 'metadata' })];
const signal = new AbortController().signal;
let server: WebSocketServer;
let heard: { path: string | undefined; messages: Record<string, unknown>[] };
let play: (connection: Connection) => void;

beforeEach(async () => {
  heard = { path: undefined, messages: [] };
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (connection, request) => {
    heard.path = request.url;
    connection.on('message', data => {
      heard.messages.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>);
      if (heard.messages.length === 2) play(connection);
    });
  });
  await new Promise(resolve => void server.once('listening', resolve));
});
afterEach(() => new Promise<void>(resolve => {
  for (const client of server.clients) client.terminate();
  server.close(() => resolve());
}));

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const open = (clock?: Clock): MetricProvider => openProvider({ spec: { type: 'splunk', address: address() }, credentials: { sf_token_key: 's3cret' }, ...(clock && { clock }) });
const sends = (...messages: (string | Buffer)[]) => (connection: Connection): void => messages.forEach(message => connection.send(message));

describe('a program', () => {
  it('is run over ten intervals, by who has the token', async () => {
    play = sends(...NOISE, batch([[2, 7, 1.5]]), batch([[2, 7, 2.5]]), END);
    expect(await open().query("data('cpu').publish()", signal)).toBe(2.5);
    const stop = Math.floor(NOW_MS / 1000) * 1000;
    expect(heard).toEqual({
      path: '/v2/signalflow/connect',
      messages: [
        { type: 'authenticate', token: 's3cret' },
        { type: 'execute', program: "data('cpu').publish()", channel: 'ch-1', start: stop - 1_200_000, stop, resolution: 0, maxDelay: 0, immediate: true, timezone: '' },
      ],
    });
  });

  it.each<[string, (connection: Connection) => void, string, string]>([
    ['no point', sends(END), 'NoValues', 'invalid response: no values found'],
    ['a point without value', sends(batch([[0, 7, 0]]), END), 'NoValues', 'invalid response: no values found'],
    ['two series', sends(batch([[2, 7, 1], [2, 8, 1]]), END), 'QueryFailed', 'invalid response: query returned multiple values'],
    ['an abort of the channel', sends(JSON.stringify({ type: 'control-message', event: 'CHANNEL_ABORT' })), 'NoValues', 'invalid response: no values found'],
    ['an error', sends(JSON.stringify({ type: 'error', error: 400, errorType: 'ANALYTICS_PROGRAM_NAME_ERROR', message: 'syntax' })), 'QueryFailed', 'error executing query: 400 (ANALYTICS_PROGRAM_NAME_ERROR): syntax'],
    ['half a message', sends(batch([[2, 7, 1]]).subarray(0, 25)), 'QueryFailed', "invalid response: a SignalFlow message that can't be read"],
    ['a message in JSON', sends(batch([], 2)), 'QueryFailed', 'invalid response: a SignalFlow message in JSON'],
    ['broken JSON', sends('{'), 'QueryFailed', 'invalid response: '],
    ['a closed connection', connection => connection.close(), 'NoValues', 'invalid response: no values found'],
  ])('that is answered with %s has no result', async (_, playing, code, message) => {
    play = playing;
    await expect(open().query('x', signal)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('that never ends is given up', async () => {
    const timers: (() => void)[] = [];
    const clock: Clock = { now: () => NOW_MS, after: (_, run) => (timers.push(run), () => undefined), random: () => 0, uuid: () => '' };
    play = () => timers.forEach(run => run());
    await expect(open(clock).query('x', signal)).rejects.toMatchObject({ code: 'TimedOut', message: 'error executing query: no end within 15s' });
  });

  it('that nobody wants any more is left, and the connection is closed', async () => {
    const stop = new AbortController();
    const closed = new Promise<void>(resolve => {
      play = connection => {
        connection.on('close', () => resolve());
        stop.abort(new Error('shutdown'));
      };
    });
    await expect(open().query('x', stop.signal)).rejects.toThrow('shutdown');
    await closed;
  });

  it('cannot run where nobody listens', async () => {
    const provider = openProvider({ spec: { type: 'splunk', address: 'http://127.0.0.1:1' }, credentials: { sf_token_key: 's3cret' } });
    await expect(provider.query('x', signal)).rejects.toThrow('error creating signalflow client: the connection failed');
  });
});

describe('points', () => {
  it.each([0, 1])('are long, double or int, with flags %p', flags => {
    const points = readBatch(batch([[1, 1, -5], [2, 2, 0.25], [3, 3, 42], [0, 4, 0]], flags));
    expect(points).toEqual([{ series: '1', value: -5 }, { series: '2', value: 0.25 }, { series: '3', value: 42 }]);
  });
});

describe('the probe', () => {
  const probe = async (address_: string, status: number): Promise<HttpRequest | undefined> => {
    const asked: HttpRequest[] = [];
    const http: HttpClient = { send: request => (asked.push(request), Promise.resolve({ status, headers: {}, body: 'no' })) };
    await openProvider({ spec: { type: 'splunk', address: address_ }, credentials: { sf_token_key: 'tok' }, http }).probe(signal);
    return asked[0];
  };

  it.each([
    ['https://api.us1.signalfx.com', 'https://api.us1.signalfx.com/v2/metric?limit=1'],
    ['wss://stream.us1.signalfx.com/', 'https://api.us1.signalfx.com/v2/metric?limit=1'],
  ])('of %s asks %s', async (streaming, url) => {
    expect(await probe(streaming, 200)).toMatchObject({ method: 'GET', url, headers: { 'X-SF-Token': 'tok' }, timeoutMs: 5000 });
    await expect(probe(streaming, 401)).rejects.toThrow('error response: no');
  });

  it('knows a host with ws in its name', async () => {
    expect(await probe('https://o11y.aws.example.com', 200)).toMatchObject({ url: 'https://o11y.aws.example.com/v2/metric?limit=1' });
  });
});

describe('settings', () => {
  it.each<[string | undefined, Record<string, string>, string]>([
    [undefined, { sf_token_key: 't' }, 'splunk endpoint is not set'],
    ['nowhere', { sf_token_key: 't' }, 'splunk address nowhere is not a valid URL'],
    ['https://api.us1.signalfx.com', {}, 'splunk credentials does not contain sf_token_key'],
  ])('%p with %j is refused', (where, credentials, message) => {
    expect(() => openProvider({ spec: { type: 'splunk', ...(where !== undefined && { address: where }) }, credentials })).toThrow(message);
  });
});

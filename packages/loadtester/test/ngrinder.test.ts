import { afterEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { RecordedServer } from './recorded-server.ts';
import type { SeenRequest } from './recorded-server.ts';
import { createTask, playOut } from './task-lab.ts';

const METADATA = { type: 'ngrinder', clone: '100', username: 'admin', passwd: 'YWRtaW4=' };
const START = 'POST /perftest/api/100/clone_and_start';
const STATUS = 'GET /perftest/api/7/status';
const status = (word: string): string => JSON.stringify({ status: [{ status_id: word }] });

let server: RecordedServer;

/** An nGrinder whose test goes through these states, one each time that it is asked. */
async function ngrinder(...states: readonly string[]): Promise<RecordedServer> {
  let at = 0;
  server = await RecordedServer.start(({ method }) => (method === 'POST' ? '{"id":7}' : (states[at++] ?? status('TESTING'))));
  return server;
}

afterEach(() => server?.close());

describe('ngrinder', () => {
  it('copies and starts the test, and follows it to its end', async () => {
    const { url } = await ngrinder(status('TESTING'), status('FINISHED'));
    const clock = createVirtualClock();
    expect(await playOut(createTask({ ...METADATA, server: url }, clock), clock)).toEqual({ succeeded: true, output: 'FINISHED', reason: '' });
    expect(server.lines).toEqual([START, STATUS, STATUS]);
    const basic = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
  });

  it.each([['5s', 5_000], ['1m', 60_000], ['soon', 1_000], ['', 1_000], ['-3s', 1_000]])('asks again every pollInterval: %s', async (pollInterval, expectedMs) => {
    const clock = createVirtualClock();
    const times: number[] = [];
    server = await RecordedServer.start(({ method }: SeenRequest) => {
      times.push(clock.now());
      return method === 'POST' ? '{"id":7}' : status(times.length > 3 ? 'FINISHED' : 'READY');
    });
    await playOut(createTask({ ...METADATA, server: server.url, pollInterval }, clock), clock);
    expect(times.map(each => each - times[0]!)).toEqual([0, expectedMs, 2 * expectedMs, 3 * expectedMs]);
  });

  it.each(['STOP_BY_ERROR', 'CANCELED', 'UNKNOWN'])('%s is a failure', async word => {
    const clock = createVirtualClock();
    const { url } = await ngrinder(status(word));
    expect(await playOut(createTask({ ...METADATA, server: url }, clock), clock)).toMatchObject({ succeeded: false, reason: `nGrinder test 7 ended: ${word}` });
  });

  it('an answer that it does not understand is asked for again', async () => {
    const clock = createVirtualClock();
    const { url } = await ngrinder('<html>', '{}', '{"status":"?"}', '{"success":false}', status('FINISHED'));
    expect(await playOut(createTask({ ...METADATA, server: url }, clock), clock)).toMatchObject({ succeeded: true });
    expect(server.lines).toHaveLength(6);
  });

  it('a test that does not start is a failure', async () => {
    const clock = createVirtualClock();
    server = await RecordedServer.start(() => '{"success":false,"message":"no such test"}');
    const { reason } = await playOut(createTask({ ...METADATA, server: server.url }, clock), clock);
    expect(reason).toBe('request failed: {"success":false,"message":"no such test"}');
  });

  it('is stopped on the server when its time is over', async () => {
    const clock = createVirtualClock();
    const time = new AbortController();
    server = await RecordedServer.start(({ method }) => {
      if (method === 'GET') time.abort('timed-out');
      return method === 'POST' ? '{"id":7}' : status('TESTING');
    });
    const result = await playOut(createTask({ ...METADATA, server: server.url }, clock), clock, time.signal);
    expect(result).toEqual({ succeeded: false, output: '', reason: 'the nGrinder test of clone 100 was stopped' });
    expect(server.lines.at(-1)).toBe('PUT /perftest/api/7?action=stop');
  });

  it.each([
    [{ server: 'ngrinder:80' }, 'invalid url: ngrinder:80: it must begin with http:// or https://'],
    [{ clone: '1.5' }, 'metadata clone must be integer: strconv.Atoi: parsing "1.5": invalid syntax'],
    [{ passwd: 'YWRtaW4' }, 'metadata password is invalid: illegal base64 data at input byte 4'],
    [{ passwd: '' }, 'server, clone, username and passwd are required metadata'],
  ])('refuses %j', (wrong, message) => {
    expect(() => createTask({ ...METADATA, server: 'http://127.0.0.1:1', ...wrong })).toThrow(message);
  });
});

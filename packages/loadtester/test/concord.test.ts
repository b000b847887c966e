import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { RecordedServer } from './recorded-server.ts';
import { createTask, playOut } from './task-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'concord-'));
const apiKeyPath = join(folder, 'key');
writeFileSync(apiKeyPath, 'the-key\n');

const METADATA = { type: 'concord', org: 'acme', project: 'shop', repo: 'main', entrypoint: 'test', apiKeyPath, endpoint: 'http://podinfo-canary', 'arguments.level': 'high' };
let server: RecordedServer;

/** A Concord whose process goes through these states, one each time that it is asked. */
async function concord(...states: readonly string[]): Promise<RecordedServer> {
  let at = 0;
  server = await RecordedServer.start(({ method }) => (method === 'POST' ? '{"instanceId":"abc","ok":true}' : JSON.stringify({ status: states[at++] ?? 'RUNNING' })));
  return server;
}

async function play(metadata: Readonly<Record<string, string>>, clock = createVirtualClock(), signal = new AbortController().signal) {
  return playOut(createTask({ ...METADATA, ...metadata }, clock), clock, signal);
}

afterEach(() => server?.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('concord', () => {
  it('starts a process and follows it to its end', async () => {
    const { url } = await concord('RUNNING', 'FINISHED');
    expect(await play({ server: url })).toEqual({ succeeded: true, output: '', reason: '' });
    expect(server.lines).toEqual(['POST /api/v1/process', 'GET /api/v1/process/abc', 'GET /api/v1/process/abc']);
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set(['the-key']));
  });

  it('sends the fields in the order of Flagger', async () => {
    const { url } = await concord('FINISHED');
    await play({ server: url });
    const fields = [...(server.requests[0]?.body ?? '').matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)/g)].map(([, key, value]) => [key, value]);
    expect(fields).toEqual([
      ['org', 'acme'], ['project', 'shop'], ['repo', 'main'], ['entryPoint', 'test'], ['arguments.endpoint', 'http://podinfo-canary'], ['arguments.level', 'high'],
    ]);
  });

  it('a failed process is a failure', async () => {
    const { url } = await concord('FAILED');
    expect(await play({ server: url })).toMatchObject({ succeeded: false, reason: 'concord instanceID: abc failed' });
  });

  it('pollTimeout counts from the start', async () => {
    const { url } = await concord();
    const clock = createVirtualClock();
    const startMs = clock.now();
    const { reason } = await play({ server: url, pollInterval: '4', pollTimeout: '10' }, clock);
    expect(reason).toBe('concord process timed out, after 10 seconds');
    expect(clock.now() - startMs).toBe(10_000);
  });

  it('ends with its task', async () => {
    const time = new AbortController();
    server = await RecordedServer.start(() => {
      time.abort('timed-out');
      return '{"instanceId":"abc"}';
    });
    expect(await play({ server: server.url }, createVirtualClock(), time.signal)).toMatchObject({ reason: 'context timedout' });
  });

  it.each([['no JSON', 'failed to generate request: the answer is not JSON'], ['{}', 'failed to generate request: the answer has no instanceId']])('an answer such as %s is a failure', async (body, reason) => {
    server = await RecordedServer.start(() => body);
    expect(await play({ server: server.url })).toMatchObject({ succeeded: false, reason });
  });

  it.each([
    [{ server: 'concord' }, 'failed to create base URL from metadata `concord_url`'],
    [{ apiKeyPath: '/nowhere' }, "`apiKeyPath` file doesn't exist /nowhere"],
    [{ pollInterval: 'x' }, 'unable to convert `pollInterval` to int'],
    [{ pollTimeout: '1.5' }, 'unable to convert `pollTimeout` to int'],
    [{ 'arguments.endpoint': 'x' }, 'You cannot override Endpoint through arguments. You must override Endpoint directly'],
  ])('refuses %j', (wrong, message) => {
    expect(() => createTask({ ...METADATA, server: 'http://127.0.0.1:1', ...wrong })).toThrow(message);
  });

  it("names what is missing, in Flagger's order", () => {
    const given: Record<string, string> = { type: 'concord' };
    for (const key of ['server', 'org', 'project', 'repo', 'entrypoint', 'apiKeyPath', 'endpoint']) {
      expect(() => createTask(given)).toThrow(`\`${key}\` is required with type concord`);
      given[key] = key === 'server' ? 'http://127.0.0.1:1' : apiKeyPath;
    }
    expect(() => createTask({ ...given, apiKeyPath: '/nowhere', pollInterval: 'x', pollTimeout: 'x' })).toThrow('/nowhere');
    expect(() => createTask({ ...given, pollInterval: 'x', pollTimeout: 'x', 'arguments.endpoint': 'x' })).toThrow('`pollInterval`');
    expect(() => createTask({ ...given, pollTimeout: 'x', 'arguments.endpoint': 'x' })).toThrow('`pollTimeout`');
  });
});

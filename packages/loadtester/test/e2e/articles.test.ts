import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WHO } from '../tester-lab.ts';
import { Podinfo, PODINFO_ADDRESS } from './podinfo.ts';
import { TesterProcess } from './tester-process.ts';
import { needTool } from './tools.ts';

const PACKAGE = join(import.meta.dirname, '../..');
/** Files that the articles' commands name. */
const PLACED = { '/tmp/ghz/health.proto': 'protos/health.proto', '/tests/acceptance.bats': 'test/fixtures/acceptance.bats' };
const folder = mkdtempSync(join(tmpdir(), 'articles-'));

const cleanups = [() => rmSync(folder, { recursive: true })];

let tester: TesterProcess;
let podinfo: Podinfo;

beforeAll(async () => {
  podinfo = await Podinfo.start(folder);
  for (const [placed, file] of Object.entries(PLACED)) {
    const made = mkdirSync(dirname(placed), { recursive: true });
    copyFileSync(join(PACKAGE, file), placed);
    cleanups.push(() => rmSync(made ?? placed, { recursive: true }));
  }
  tester = TesterProcess.start({ hosts: { [PODINFO_ADDRESS]: ['podinfo.example.com', 'podinfo.test', 'podinfo-canary.test', 'fleet-simple-app-canary.canary-demo'] } });
});

afterAll(async () => {
  expect(await tester.stop()).toBe(0);
  await podinfo.close();
  for (const cleanup of cleanups) cleanup();
});

describe('load tests of the articles', () => {
  it.each([
    ['hey -z 1m -q 10 -c 2 http://podinfo.test:9898/', 'GET /'],
    ['hey -z 1m -q 10 -c 2 http://fleet-simple-app-canary.canary-demo:8080', 'GET /'],
    ['hey -z 1m -q 10 -c 2 http://podinfo-canary.test:9898/', 'GET /'],
    ['hey -z 1m -q 5 -c 2 http://podinfo-canary.test:9898/', 'GET /'],
    ["hey -z 1m -q 10 -c 2 -m POST -d '{test: 2}' http://podinfo-canary.test:9898/echo", 'POST /echo {test: 2}'],
    ['hey -z 1m -q 10 -c 2 -h2 https://podinfo.example.com/', 'HTTP/2 GET /'],
  ])('%s', async (cmd, request) => {
    needTool('hey');
    podinfo.requests.length = 0;
    expect(await tester.task({ type: 'cmd', cmd })).toMatchObject({ status: 202, body: '' });
    while (podinfo.requests.filter(line => line === request).length < 5) await turn();
    expect(await tester.task({ type: 'cmd', cmd })).toMatchObject({ status: 202, body: '' });
  });

  it('ghz --insecure --proto=/tmp/ghz/health.proto --call=grpc.health.v1.Health/Check podinfo.test:9898', async () => {
    needTool('ghz');
    const cmd = 'ghz --insecure --proto=/tmp/ghz/health.proto --call=grpc.health.v1.Health/Check podinfo.test:9898';
    expect(await tester.task({ type: 'cmd', cmd })).toMatchObject({ status: 202 });
    const { state, output } = await tester.ended(cmd);
    expect([state, podinfo.health.checks]).toEqual(['succeeded', 200]);
    expect(output).toMatch(/\[OK\] +200 responses/);
  });

  it('ghz -z 1m -q 10 -c 2 --insecure podinfo.test:9898: today\'s ghz knows no -q, and /tasks says so', async () => {
    needTool('ghz');
    const cmd = 'ghz -z 1m -q 10 -c 2 --insecure podinfo.test:9898';
    expect(await tester.task({ type: 'cmd', cmd })).toMatchObject({ status: 202 });
    expect(await tester.ended(cmd)).toMatchObject({ state: 'failed', reason: 'exit status 1', output: expect.stringContaining("unknown short flag '-q'") });
  });

  it("what our page says to write in its place works with today's ghz", async () => {
    needTool('ghz');
    const cmd = 'ghz -z 1s --rps 10 -c 2 --insecure --call=grpc.health.v1.Health/Check --proto=/tmp/ghz/health.proto podinfo.test:9898';
    expect(await tester.task({ type: 'cmd', cmd })).toMatchObject({ status: 202 });
    expect(await tester.ended(cmd)).toMatchObject({ state: 'succeeded', output: expect.stringContaining('[OK]') });
  });

  it('wrk, and waits for it', async () => {
    needTool('wrk');
    const answer = await tester.task({ type: 'wrk', cmd: '-t1 -c2 -d1s -H "x: y z" http://podinfo-canary.test:9898/', wait: 'true', returnCmdOutput: 'true' });
    expect(answer).toMatchObject({ status: 200, body: expect.stringMatching(/\d+ requests in 1\.\d+s/) });
  });

  it('what hey says is answered', async () => {
    needTool('hey');
    const answer = await tester.task({ type: 'bash', cmd: 'hey -n 20 -c 2 http://podinfo-canary.test:9898/', returnCmdOutput: 'true' });
    expect(answer).toMatchObject({ status: 200, body: expect.stringMatching(/\[200\]\t20 responses/) });
  });
});

describe('acceptance tests of the articles', () => {
  it('bats /tests/acceptance.bats', async () => {
    needTool('bats');
    const answer = await tester.task({ type: 'bash', cmd: 'bats /tests/acceptance.bats', returnCmdOutput: 'true' });
    expect(answer).toMatchObject({ status: 200, body: '1..2\nok 1 the canary answers\nok 2 the canary echoes\n' });
  });

  it('a test of bats that fails holds the release', async () => {
    needTool('bats');
    const file = join(folder, 'bad.bats');
    writeFileSync(file, '@test "never" { false; }\n');
    const { status, body } = await tester.task({ type: 'bash', cmd: `bats ${file}` });
    expect(status).toBe(500);
    expect(body).toMatch(/^command bats .+ failed: 1\.\.1\nnot ok 1 never\n[^]*: exit status 1$/);
  });

  it.each([['helm', 'test podinfo --cleanup'], ['helmv3', 'test run podinfo --cleanup -n test']])('%s %s: Helm 3 knows no --cleanup, and says so', async (type, cmd) => {
    needTool('helm');
    expect(await tester.task({ type, cmd })).toMatchObject({ status: 500, body: `command ${cmd} failed: Error: unknown flag: --cleanup\n: exit status 1` });
  });

  it('helm is run', async () => {
    needTool('helm');
    expect(await tester.task({ type: 'helmv3', cmd: 'version --short', returnCmdOutput: 'true' })).toMatchObject({ status: 200, body: expect.stringMatching(/^v3\./) });
  });

  it('kubectl is run', async () => {
    needTool('kubectl');
    const answer = await tester.task({ type: 'kubectl', cmd: 'version --client=true --output=nonsense' });
    expect(answer).toMatchObject({ status: 500, body: "command version --client=true --output=nonsense failed: error: --output must be 'yaml' or 'json'\n: exit status 1" });
    expect(await tester.task({ type: 'kubectl', cmd: 'version --client=true --output=json', returnCmdOutput: 'true' })).toMatchObject({ status: 200, body: expect.stringContaining('clientVersion') });
  });
});

describe('manual gating of the articles', () => {
  /** Runs a command of the articles as it is written; their load tester listens on port 8080. */
  async function run(command: string): Promise<void> {
    needTool('curl');
    writeFileSync(join(folder, '.curlrc'), `connect-to = "localhost:8080:127.0.0.1:${await tester.port}"\nsilent\nfail\n`);
    await promisify(execFile)('bash', ['-c', command], { env: { ...process.env, CURL_HOME: folder } });
  }

  it('curl opens and closes a gate', async () => {
    expect(await tester.post('/gate/check', WHO)).toMatchObject({ status: 403, body: 'Forbidden' });
    await run(`curl -d '{"name": "podinfo","namespace":"test"}' http://localhost:8080/gate/open`);
    expect(await tester.post('/gate/check', WHO)).toMatchObject({ status: 200, body: 'Approved' });
    await run(`curl -d '{"name": "podinfo","namespace":"test"}' http://localhost:8080/gate/close`);
    expect(await tester.post('/gate/check', WHO)).toMatchObject({ status: 403, body: 'Forbidden' });
  });

  it('/gate/approve lets pass, /gate/halt does not', async () => {
    expect(await tester.post('/gate/approve', WHO)).toMatchObject({ status: 200, body: 'OK' });
    expect(await tester.post('/gate/halt', WHO)).toMatchObject({ status: 403, body: 'Forbidden' });
  });
});

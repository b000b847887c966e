import { existsSync, rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { TaskLog } from '../src/runner/task-log.ts';
import { ProgramFolder, TesterLab, WHO } from './tester-lab.ts';

const SHOW = 'for each in "$@"; do echo "[$each]"; done';
const programs = new ProgramFolder({
  helm: `echo helm; ${SHOW}`, kubectl: `echo kubectl; ${SHOW}`, wrk: `echo wrk; ${SHOW}`, k6: `echo k6; ${SHOW}; cat; [ "$2" != slow ] || exit 99`,
});
let tester: TesterLab;
let log: string | undefined;

beforeEach(async () => {
  log = undefined;
  tester = await TesterLab.start({ env: { PATH: programs.path } });
});
afterEach(async () => {
  log ??= await tester.stop();
});
afterAll(() => programs.remove());

const messages = async (): Promise<readonly string[]> => {
  log = await tester.stop();
  return log.trim().split('\n').map(line => (JSON.parse(line) as { readonly msg: string }).msg);
};

describe('programs', () => {
  it.each([
    ['helm', 'test podinfo --cleanup', 'helm\n[test]\n[podinfo]\n[--cleanup]\n'],
    ['helmv3', 'test run  podinfo\t--logs -n test ', 'helm\n[test]\n[run]\n[podinfo]\n[--logs]\n[-n]\n[test]\n'],
    ['kubectl', "get pods -l 'app=podinfo' && $HOME", "kubectl\n[get]\n[pods]\n[-l]\n['app=podinfo']\n[&&]\n[$HOME]\n"],
  ])('%s: words are arguments, quotes and all', async (type, cmd, output) => {
    expect(await tester.task({ type, cmd, returnCmdOutput: 'true' })).toMatchObject({ status: 200, body: output });
  });

  it.each([
    ['wrk', '-t2 -c10 -H "Host: podinfo" http://podinfo:9898/', undefined, 'wrk\n[-t2]\n[-c10]\n[-H]\n[Host: podinfo]\n[http://podinfo:9898/]\n'],
    ['k6', 'run --vus 10 /scripts/load.js', undefined, 'k6\n[run]\n[--vus]\n[10]\n[/scripts/load.js]\n'],
    ['k6', '--vus 10', 'export default () => {}', 'k6\n[run]\n[--vus]\n[10]\n[-]\nexport default () => {}'],
    ['k6', '', 'export default () => {}', 'k6\n[run]\n[-]\nexport default () => {}'],
  ])('%s %s: quotes keep words together', async (type, cmd, script, output) => {
    const metadata = { type, cmd, wait: 'true', returnCmdOutput: 'true', ...(script !== undefined && { script }) };
    expect(await tester.task(metadata)).toMatchObject({ status: 200, body: output });
  });

  it('a load program runs in the background, unless its caller waits', async () => {
    expect(await tester.task({ type: 'k6', cmd: 'run slow' })).toMatchObject({ status: 202, body: '' });
    expect(await tester.settled()).toMatchObject({ type: 'k6', task: 'k6 run slow', state: 'failed', reason: 'exit status 99', output: 'k6\n[run]\n[slow]\n' });
    expect(await tester.task({ type: 'k6', cmd: 'run slow', wait: 'true' })).toMatchObject({ status: 500, body: 'command run slow failed: k6\n[run]\n[slow]\n: exit status 99' });
  });

  it.each([
    [{ type: 'wrk' }, 'cmd not found in metadata'],
    [{ type: 'k6' }, 'neither cmd nor script found in metadata'],
    [{ type: 'wrk', cmd: 'a; b' }, 'metadata cmd "a; b" runs without a shell: operators, variables and patterns of a shell are not allowed in commands'],
  ])('%j is refused', async (metadata, body) => {
    expect(await tester.task(metadata)).toMatchObject({ status: 400, body });
  });
});

describe('tasks whose caller waits', () => {
  it('log what they do, and what they wrote', async () => {
    await tester.task({ type: 'bash', cmd: 'echo one' });
    await tester.task({ type: 'bash', cmd: 'echo two; exit 4' });
    await tester.task({ type: 'kubectl', cmd: 'version' });
    expect((await messages()).slice(1, -2)).toEqual([
      'bash command echo one', 'one\n', 'command finished echo one',
      'bash command echo two; exit 4', 'command failed echo two; exit 4 exit status 4 two\n',
      'running command kubectl version', 'kubectl\n[version]\n', 'command finished kubectl version',
    ]);
  });

  it('return more than a pipe holds, from both of their streams', async () => {
    const { body } = await tester.task({ type: 'bash', cmd: 'yes | head -c 200000; yes | head -c 200000 >&2; echo end', returnCmdOutput: 'true' });
    expect([body.length, body.slice(-4)]).toEqual([400_004, 'end\n']);
  });

  it('run side by side, as often as they are asked for', async () => {
    const flag = `${programs.path}/second`;
    const waits = { type: 'bash', cmd: `if [ -e ${flag} ]; then exit 0; fi; echo > ${flag}; while [ -e ${flag} ]; do sleep 0.01; done` };
    const first = tester.task(waits);
    while (!existsSync(flag)) await turn();
    expect(await tester.task(waits)).toMatchObject({ status: 200 });
    rmSync(flag);
    expect(await first).toMatchObject({ status: 200 });
  });

  it('go on when their caller has gone', async () => {
    const caller = new AbortController();
    const asked = fetch(tester.url, { method: 'POST', body: JSON.stringify({ ...WHO, metadata: { type: 'bash', cmd: 'sleep 0.05; echo done' } }), signal: caller.signal });
    while ((await tester.tasks()).length === 0) await turn();
    caller.abort();
    await expect(asked).rejects.toThrow();
    expect(await tester.settled()).toMatchObject({ state: 'succeeded', output: 'done\n' });
  });
});

describe('tasks of the background', () => {
  it('log what they do', async () => {
    await tester.task({ cmd: 'echo one', logCmdOutput: 'true' });
    await tester.settled();
    await tester.task({ cmd: 'echo two; exit 4' });
    await tester.settled();
    await tester.task({ cmd: 'echo three' });
    await tester.settled();
    expect((await messages()).slice(1, -2)).toEqual([
      'task starting echo one', 'one\n', 'command finished echo one',
      'task starting echo two; exit 4', 'command failed echo two; exit 4 exit status 4 two\n',
      'task starting echo three', 'command finished echo three',
    ]);
  });

  it('do not run twice at once', async () => {
    const answers = [await tester.task({ cmd: 'sleep 1000' }), await tester.task({ cmd: 'sleep 1000' }), await tester.task({ cmd: 'sleep 1001' })];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect((await tester.tasks()).map(({ task, state }) => [task, state])).toEqual([['sleep 1001', 'running'], ['sleep 1000', 'running']]);
    expect(await messages()).toContain('command skipped sleep 1000 is already running');
  });

  it('run again once they have ended, and for other canaries', async () => {
    for (const name of ['podinfo', 'podinfo', 'backend']) {
      await tester.post('/', { ...WHO, name, metadata: { cmd: 'echo' } });
      await tester.settled();
    }
    expect((await tester.tasks()).map(({ canary }) => canary)).toEqual(['backend.test', 'podinfo.test', 'podinfo.test']);
  });

  it('end when the load tester ends', async () => {
    await tester.task({ cmd: 'sleep 1000' });
    expect(await messages()).toContain('command failed sleep 1000 signal: killed ');
  });
});

describe('what is known of tasks', () => {
  it('is shown, the youngest first', async () => {
    await tester.task({ type: 'bash', cmd: 'echo one' });
    await tester.task({ type: 'bash', cmd: 'exit 1' });
    const [second, first] = await tester.tasks();
    expect(first).toEqual({
      id: expect.any(String), type: 'bash', canary: 'podinfo.test', task: 'echo one', state: 'succeeded', startedAt: expect.any(String), durationSeconds: expect.any(Number), output: 'one\n',
    });
    expect(second).toMatchObject({ state: 'failed', reason: 'command exit 1 failed: : exit status 1' });
    expect(await tester.ask('GET', `/tasks/${first?.id}`)).toMatchObject({ status: 200, body: JSON.stringify(first) });
    expect(await tester.ask('GET', '/tasks/nobody')).toMatchObject({ status: 404, body: 'no task has the id nobody' });
  });

  it('a post to /tasks is a task, as everywhere', async () => {
    expect(await tester.post('/tasks', { ...WHO, metadata: { type: 'bash', cmd: 'exit 2' } })).toMatchObject({ status: 500 });
  });

  it('is forgotten after a hundred more have ended', () => {
    const log = new TaskLog();
    const record = { type: 'cmd', canary: 'podinfo.test', task: 'true', startedAt: '2026-01-01T00:00:00.000Z' };
    log.put({ ...record, id: 'long', state: 'running' });
    for (let at = 0; at < 103; at += 1) log.put({ ...record, id: `${at}`, state: 'succeeded' });
    const ids = log.list().map(({ id }) => id);
    expect([ids.length, ids[0], ids.at(-2), ids.at(-1)]).toEqual([101, '102', '3', 'long']);
  });

  it('is counted', async () => {
    await tester.task({ type: 'bash', cmd: 'exit 1' });
    await tester.task({ type: 'bash', cmd: '' });
    await tester.task({ cmd: 'sleep 1000' });
    await tester.task({ cmd: 'sleep 1000' });
    const { body, contentType } = await tester.ask('GET', '/metrics');
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of [
      'flagger_loadtester_tasks_total{type="bash",outcome="failed"} 1', 'flagger_loadtester_tasks_total{type="bash",outcome="succeeded"} 1', 'flagger_loadtester_tasks_running{type="cmd"} 1',
      'flagger_loadtester_tasks_not_started_total{type="cmd",reason="already-running"} 1', 'flagger_loadtester_task_duration_seconds_count{type="bash"} 2',
    ]) expect(body).toContain(`${line}\n`);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
  });
});

describe('time', () => {
  /** A load tester on a virtual clock, with a task whose caller waits. */
  async function startWaiting() {
    const clock = createVirtualClock();
    const waiting = await TesterLab.start({ clock, settings: { timeoutMs: 120_000 } });
    const answer = waiting.task({ type: 'bash', cmd: 'echo begun; sleep 1000' });
    while ((await waiting.tasks())[0]?.state !== 'running') await turn();
    return { clock, waiting, answer };
  }
  const KILLED = { status: 500, body: expect.stringMatching(/^command .+ failed: (begun\n)?: signal: killed$/) };

  it('ends a task that takes too long', async () => {
    const { clock, waiting, answer } = await startWaiting();
    clock.advance(119_999);
    expect(await waiting.tasks()).toEqual([expect.objectContaining({ state: 'running' })]);
    clock.advance(1);
    expect(await answer).toMatchObject(KILLED);
    expect(await waiting.tasks()).toEqual([expect.objectContaining({ state: 'timed-out', durationSeconds: 120 })]);
    await waiting.stop();
  });

  it('is given to callers that wait when the load tester ends, but a minute at most', async () => {
    const { clock, waiting, answer } = await startWaiting();
    const startMs = clock.now();
    const stopped = waiting.stop();
    clock.advance(59_999);
    await turn();
    clock.advance(1);
    expect(await answer).toMatchObject(KILLED);
    expect(await stopped).toContain('HTTP server stopped');
    expect(clock.now() - startMs).toBe(60_000);
  });
});

describe('requests', () => {
  it.each(['', ';;', 'foo', 'application/json', 'application/x-www-form-urlencoded', 'text/html; charset="'])('of the content type %j are read', async type => {
    const answer = await tester.ask('POST', '/', JSON.stringify({ ...WHO, metadata: { type: 'bash', cmd: 'echo hi', returnCmdOutput: 'true' } }), { 'content-type': type });
    expect(answer).toMatchObject({ status: 200, body: 'hi\n' });
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('of the method %s are read', async method => {
    expect(await tester.ask(method, '/gate/open', JSON.stringify(WHO))).toMatchObject({ status: 202 });
  });

  it('that are too large are refused', async () => {
    expect(await tester.ask('POST', '/', 'x'.repeat(1024 ** 2 + 1))).toMatchObject({ status: 413, body: 'Request body is too large' });
  });
});

describe('too many tasks', () => {
  it.each([['cmd', 'in the background'], ['bash', 'with a caller that waits']])('a %s task %s is answered with 429', async type => {
    const small = await TesterLab.start({ settings: { maxTasks: 1 } });
    await small.task({ cmd: 'sleep 1000' });
    const answer = await fetch(small.url, { method: 'POST', body: JSON.stringify({ ...WHO, metadata: { type, cmd: 'sleep 1' } }) });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([429, '1', 'too many tasks run (flag -max-tasks); try again later']);
    expect(await small.task({ cmd: 'sleep 1000' })).toMatchObject({ status: 202 });
    expect((await small.ask('GET', '/metrics')).body).toContain(`flagger_loadtester_tasks_not_started_total{type="${type}",reason="too-many"} 1\n`);
    await small.stop();
  });

  it('0 is no limit', async () => {
    const large = await TesterLab.start({ settings: { maxTasks: 0 } });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => large.task({ cmd: `sleep ${1000 + at}` })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await large.stop();
  });
});

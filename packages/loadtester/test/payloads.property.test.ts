import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TASK_KINDS } from '../src/tasks/task-kinds.ts';
import { ProgramFolder, TesterLab } from './tester-lab.ts';

/** Every process of the fuzzed tasks carries this in its environment. */
const MARK = `LOADTESTER_FUZZ=${process.pid}`;

/** Scripts that end, that fail, that wait, that leave others behind, and any text at all. */
const script = fc.oneof(
  fc.constantFrom('echo hi', 'exit 3', 'sleep 1000', 'sleep 1000 & exit 1', 'sleep 1000 >/dev/null 2>&1 &', 'cat', 'kill -9 $$', 'yes | head -c 100000', 'sh -c "sleep 1000 & wait"'),
  fc.string({ unit: 'binary', maxLength: 20 }).filter(text => !text.includes('>')),
);
const type = fc.oneof(fc.constantFrom(...TASK_KINDS.keys()), fc.string({ maxLength: 8 }));
const extra = fc.dictionary(
  fc.constantFrom('server', 'clone', 'username', 'passwd', 'org', 'endpoint', 'apiKeyPath', 'pollInterval', 'logCmdOutput', 'returnCmdOutput', 'wait', 'script'),
  fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom('http://127.0.0.1:1', '1', 'true', 'cA==')), { maxKeys: 8 },
);
const task = fc.record({
  name: fc.string({ maxLength: 5 }), namespace: fc.string({ maxLength: 5 }),
  metadata: fc.tuple(fc.record({ type, cmd: script }, { requiredKeys: [] }), extra).map(([known, rest]) => ({ ...rest, ...known })),
});
const body = fc.oneof({ weight: 5, arbitrary: task.map(each => JSON.stringify(each)) }, fc.json(), fc.string({ maxLength: 30 }));
const path = fc.constantFrom('/', '/launch', '/tasks', '/gate/check', '/gate/open', '/gate/close', '/rollback/check', '/rollback/open', '/gate/halt', '/gate/approve');

const answers = new Set([200, 202, 400, 403, 500]);
/** Why a task may fail. */
const CAUSE = /exit status \d+$|signal: [a-z ]+$|executable file not found in \$PATH$|invalid argument$|^`\w+` |^failed to create base URL|^unable to convert/;

/** Processes that carry the mark and are not zombies that init has yet to collect. */
function marked(): readonly string[] {
  return readdirSync('/proc').filter(entry => /^\d+$/.test(entry)).filter(pid => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(MARK);
    } catch {
      return false;
    }
  });
}

describe('whatever is sent', () => {
  it('is answered, fails with a cause, and leaves no process behind', async () => {
    const programs = new ProgramFolder({ helm: 'exit 1', kubectl: 'echo "$@"', k6: 'cat', wrk: 'sleep 1000' });
    const [name, value] = MARK.split('=');
    const tester = await TesterLab.start({ settings: { timeoutMs: 100, maxTasks: 0 }, env: { PATH: programs.path, [name!]: value } });
    await fc.assert(
      fc.asyncProperty(path, body, async (at, text) => {
        const answer = await tester.ask('POST', at, text);
        expect([...answers]).toContain(answer.status);
        if (answer.status === 500) expect(answer.body).toMatch(CAUSE);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 8_000 },
    );
    const log = await tester.stop();
    programs.remove();
    expect(log).not.toContain('a task broke');
    expect(log).not.toContain('a request failed');
    // A killed process takes a moment to go.
    for (let turns = 0; turns < 1_000 && marked().length > 0; turns += 1) await turn();
    expect(marked()).toEqual([]);
  });
});

import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createRealClock } from '@flagger/testkit';
import { CollectedOutput } from '../src/command/collected-output.ts';
import type { Command, CommandResult } from '../src/command/command.ts';
import { createRunCommand } from '../src/command/run-command.ts';
import { ProgramFolder } from './tester-lab.ts';

const programs = new ProgramFolder({ args: 'for each in "$@"; do echo "[$each]"; done', reads: 'cat' });
const runCommand = createRunCommand({ env: { PATH: programs.path, GREETING: 'hi' }, clock: createRealClock() });

afterAll(() => programs.remove());

const run = (...argv: Command['argv']): Promise<CommandResult> => runCommand({ argv }, new AbortController().signal);
const bash = (script: string): Promise<CommandResult> => run('bash', '-c', script);

/** Runs a script until it has said the number of a process, then ends it; that number. */
async function killWhenTold(script: (file: string) => string): Promise<{ readonly result: CommandResult; readonly pid: number }> {
  const file = `${programs.path}/pid`;
  const { existsSync, readFileSync, rmSync } = await import('node:fs');
  const time = new AbortController();
  const ended = runCommand({ argv: ['bash', '-c', script(file)] }, time.signal);
  while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) await turn();
  time.abort('timed-out');
  const pid = Number(readFileSync(file, 'utf8'));
  rmSync(file);
  return { result: await ended, pid };
}

/** Resolves when a process is gone, or a zombie that init has to collect. */
async function gone(pid: number): Promise<boolean> {
  const { readFileSync } = await import('node:fs');
  for (;;) {
    try {
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await turn();
  }
}

describe('commands', () => {
  it.each([
    ['echo out; echo err >&2; echo out', { output: 'out\nerr\nout\n', failure: undefined }],
    ['exit 3', { output: '', failure: 'exit status 3' }],
    ['kill -TERM $$', { output: '', failure: 'signal: terminated' }],
    ['kill -SEGV $$', { output: '', failure: 'signal: segmentation fault' }],
    ['echo $GREETING', { output: 'hi\n', failure: undefined }],
    ['cat', { output: '', failure: undefined }],
    ['nowhere', { output: 'bash: line 1: nowhere: command not found\n', failure: 'exit status 127' }],
  ])('bash: %s', async (script, expected) => {
    expect(await bash(script)).toEqual(expected);
  });

  it('arguments are not read by a shell', async () => {
    const args = ['$GREETING', '`echo`', '*', 'a b', '', '"', "'", ';', '2>&1', '\n'];
    expect((await run('args', ...args)).output).toBe(args.map(each => `[${each}]\n`).join(''));
  });

  it('a program reads what it is given', async () => {
    expect(await runCommand({ argv: ['reads'], input: 'some text' }, new AbortController().signal)).toEqual({ output: 'some text', failure: undefined });
  });

  it('a program need not read what it is given', async () => {
    expect(await runCommand({ argv: ['bash', '-c', 'exit 0'], input: 'x'.repeat(1_000_000) }, new AbortController().signal)).toMatchObject({ failure: undefined });
  });

  it.each([
    ['nowhere', 'exec: "nowhere": executable file not found in $PATH'],
    ['', 'exec: "": executable file not found in $PATH'],
    ['/no/where', 'exec: "/no/where": executable file not found in $PATH'],
  ])('no program %j', async (program, failure) => {
    expect(await run(program)).toEqual({ output: '', failure });
  });

  it('a command that the system refuses', async () => {
    expect(await bash('x'.repeat(200_000))).toEqual({ output: '', failure: 'fork/exec bash: argument list too long' });
    expect(await bash('echo \0')).toEqual({ output: '', failure: 'fork/exec bash: invalid argument' });
  });

  it('a grandchild dies with its task', async () => {
    const { result, pid } = await killWhenTold(file => `sleep 1000 & echo $! > ${file}; wait`);
    expect(result.failure).toBe('signal: killed');
    expect(await gone(pid)).toBe(true);
  });

  it('what a command leaves behind ends with it', async () => {
    const { output } = await bash('sleep 1000 > /dev/null 2>&1 & echo $!');
    expect(await gone(Number(output))).toBe(true);
  });

  it('a process that left the group does not hold up the end', async () => {
    const { result, pid } = await killWhenTold(file => `setsid sh -c 'echo $$ > ${file}; exec sleep 1000'`);
    process.kill(pid);
    expect(result.failure).toBe('signal: killed');
  });

  it('of too much output the middle is left out', async () => {
    const { output } = await bash('echo begin; yes | head -c 3000000; echo end');
    expect(output.length).toBeLessThan(1_100_000);
    expect(output).toMatch(/^begin\ny[^]*… 195\d\d\d\d bytes left out …[^]*end\n$/);
  });

  it('output of any size is kept in order', () => {
    const collected = new CollectedOutput(4);
    for (const chunk of ['ab', 'cdef', 'g', 'hij']) collected.add(Buffer.from(chunk));
    expect(collected.text()).toBe('abcd\n… 2 bytes left out …\nghij');
  });
});

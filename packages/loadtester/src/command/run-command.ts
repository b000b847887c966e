import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { Clock } from '@flagger/sdk';
import { CollectedOutput } from './collected-output.ts';
import type { Command, CommandResult, RunCommand } from './command.ts';
import { canRun } from './find-program.ts';
import { exitText, startText } from './go-error.ts';
import { killGroup } from './process-group.ts';

/** What commands are given. */
export interface CommandHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/**
 * Only a pipe that both streams share keeps the order of what is written to them, and Node makes one pipe for each. This fixed script joins
 * them; program and arguments are not read by the shell, which is replaced by the program.
 */
const JOIN_STREAMS = 'exec "$0" "$@" 2>&1';

/** How long a process that left the group of a killed command may keep its output open. */
const LINGER_MS = 1_000;

/**
 * Makes the function that runs commands, each in a process group of its own.
 *
 * @differs the end of a task, also its timeout, ends every process that it started: `run-command.test.ts` "a grandchild dies with its task"
 * @source flagger pkg/loadtester/bash.go, Go os/exec.Cmd.CombinedOutput
 */
export function createRunCommand({ env, clock }: CommandHost): RunCommand {
  return async (command, signal) => {
    const [program] = command.argv;
    if (signal.aborted) return { output: '', failure: String(signal.reason) };
    if (!canRun(program, env['PATH'] ?? '')) return { output: '', failure: `exec: ${JSON.stringify(program)}: executable file not found in $PATH` };
    try {
      return await new Promise((resolve, reject) => follow(start(command, env), { clock, signal, resolve, reject }));
    } catch (error) {
      return { output: '', failure: startText(program, error) };
    }
  };
}

function start({ argv, input }: Command, env: NodeJS.ProcessEnv): ChildProcess {
  const options: SpawnOptions = { env, detached: true, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'] };
  const child = spawn('/bin/sh', ['-c', JOIN_STREAMS, ...argv], options);
  // A program need not read what it is given: then the pipe breaks, which is no failure.
  child.stdin?.on('error', () => undefined).end(input);
  return child;
}

interface Following {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: unknown) => void;
}

function follow(child: ChildProcess, { clock, signal, resolve, reject }: Following): void {
  const collected = new CollectedOutput();
  let cancelLinger: (() => void) | undefined;
  const end = (): void => {
    killGroup(child.pid);
    cancelLinger ??= clock.after(LINGER_MS, () => child.stdout?.destroy());
  };
  signal.addEventListener('abort', end, { once: true });
  child.stdout?.on('data', (chunk: Buffer) => collected.add(chunk));
  child.on('error', error => {
    signal.removeEventListener('abort', end);
    reject(error);
  });
  child.on('close', (code, killedBy) => {
    signal.removeEventListener('abort', end);
    cancelLinger?.();
    killGroup(child.pid);
    resolve({ output: collected.text(), failure: exitText(code, killedBy) ?? (signal.aborted ? exitText(null, 'SIGKILL') : undefined) });
  });
}

import { setImmediate as turn } from 'node:timers/promises';
import { createRealClock, createVirtualClock } from '@flagger/testkit';
import type { VirtualClock } from '@flagger/testkit';
import { createCommandPolicy } from '../src/command/command-policy.ts';
import { createRunCommand } from '../src/command/run-command.ts';
import { decodePayload } from '../src/payload/payload.ts';
import { silentLogger } from './silent-logger.ts';
import { TASK_KINDS } from '../src/tasks/task-kinds.ts';
import type { Task, TaskResult, TaskTools } from '../src/tasks/task.ts';
import { WHO } from './tester-lab.ts';

/** A task of the usual canary on a virtual clock. */
export function createTask(metadata: Readonly<Record<string, string>>, clock: VirtualClock = createVirtualClock()): Task {
  const kind = TASK_KINDS.get(metadata['type'] ?? 'cmd');
  if (kind === undefined) throw new Error(`no task type ${metadata['type']}`);
  const tools: TaskTools = { runCommand: createRunCommand({ env: process.env, clock: createRealClock() }), policy: createCommandPolicy([]), clock, logger: silentLogger };
  return kind.create(decodePayload(JSON.stringify({ ...WHO, metadata })), tools);
}

/** Runs a task to its end: whenever it waits for a timer, that timer fires. */
export async function playOut(task: Task, clock: VirtualClock, signal = new AbortController().signal): Promise<TaskResult> {
  let ended = false;
  const result = task.run(signal).finally(() => (ended = true));
  while (!ended) {
    clock.runNext();
    await turn();
  }
  return result;
}

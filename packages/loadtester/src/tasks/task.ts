import type { Clock, Logger } from '@flagger/sdk';
import type { CommandPolicy } from '../command/command-policy.ts';
import type { RunCommand } from '../command/command.ts';
import type { Payload } from '../payload/payload.ts';

/** How a task ended. */
export interface TaskResult {
  readonly succeeded: boolean;
  /** What it wrote; empty where it writes nothing. */
  readonly output: string;
  /** Why it failed, as the caller reads it; empty where it did not. */
  readonly reason: string;
}

/** Something to do for a canary. */
export interface Task {
  readonly type: string;
  /** `name.namespace` */
  readonly canary: string;
  /** What is done, for people. */
  readonly title: string;
  /** Tasks of the same key don't run at once. */
  readonly key: string;
  /** Does it; the signal ends it. It logs what happens, and does not throw. */
  run(signal: AbortSignal): Promise<TaskResult>;
}

/** What tasks work with. */
export interface TaskTools {
  readonly runCommand: RunCommand;
  readonly policy: CommandPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One `metadata.type`. */
export interface TaskKind {
  /** Whether the caller waits for the result of a payload. */
  readonly waits: (payload: Payload) => boolean;
  /** The status that answers metadata which is wrong. */
  readonly refusedWith: 400 | 500;
  /** @throws CanaryError Invalid: metadata is wrong; Unsupported: the command is not allowed */
  readonly create: (payload: Payload, tools: TaskTools) => Task;
}

/** The name of a payload's canary, `name.namespace`. */
export function canaryOf({ name, namespace }: Payload): string {
  return `${name}.${namespace}`;
}

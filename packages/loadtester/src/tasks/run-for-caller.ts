import type { Command } from '../command/command.ts';
import type { TaskResult, TaskTools } from './task.ts';

/** A command whose caller waits. */
export interface AwaitedCommand {
  readonly canary: string;
  /** The command as the caller wrote it. */
  readonly title: string;
  readonly command: Command;
  /** What is logged before, and after a success. */
  readonly says: { readonly before: string; readonly after: string };
}

/** Runs a command; a failure says what the caller reads. @source flagger pkg/loadtester/bash.go, helm.go */
export async function runForCaller({ canary, title, command, says }: AwaitedCommand, tools: TaskTools, signal: AbortSignal): Promise<TaskResult> {
  const logger = tools.logger.child({ canary });
  logger.info(says.before);
  const { output, failure } = await tools.runCommand(command, signal);
  if (failure !== undefined) {
    logger.error(`command failed ${title} ${failure} ${output}`);
    return { succeeded: false, output, reason: `command ${title} failed: ${output}: ${failure}` };
  }
  logger.info(output);
  logger.info(says.after);
  return { succeeded: true, output, reason: '' };
}

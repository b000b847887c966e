import type { Command } from '../command/command.ts';
import type { TaskResult, TaskTools } from './task.ts';

/** A command that nobody waits for. */
export interface BackgroundCommand {
  readonly canary: string;
  /** The command as the caller wrote it. */
  readonly title: string;
  readonly command: Command;
  /** Whether the output of a success is logged; that of a failure always is. */
  readonly logsOutput: boolean;
}

/** Runs a command and logs how it went. @source flagger pkg/loadtester/cmd.go CmdTask.Run */
export async function runInBackground({ canary, title, command, logsOutput }: BackgroundCommand, tools: TaskTools, signal: AbortSignal): Promise<TaskResult> {
  const logger = tools.logger.child({ canary });
  logger.info(`task starting ${title}`);
  const { output, failure } = await tools.runCommand(command, signal);
  if (failure !== undefined) {
    logger.error(`command failed ${title} ${failure} ${output}`);
    return { succeeded: false, output, reason: failure };
  }
  if (logsOutput) logger.info(output);
  logger.info(`command finished ${title}`);
  return { succeeded: true, output, reason: '' };
}

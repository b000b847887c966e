import { CanaryError } from '@flagger/sdk';
import { splitWords } from '../command/command-policy.ts';
import type { Command } from '../command/command.ts';
import { parseGoBool } from '../payload/go-bool.ts';
import type { Payload } from '../payload/payload.ts';
import { runForCaller } from './run-for-caller.ts';
import { runInBackground } from './run-in-background.ts';
import { canaryOf } from './task.ts';
import type { TaskKind } from './task.ts';

/** A program that makes load. */
export interface LoadProgram {
  readonly name: string;
  /** What it is given: its arguments, and what it reads. @throws CanaryError Invalid */
  readonly given: (payload: Payload, args: readonly string[]) => { readonly args: readonly string[]; readonly input?: string };
}

/**
 * A task that runs a load program without a shell; quotes in `cmd` keep words together. It runs in the background, unless `wait` is true:
 * then the caller gets its outcome.
 */
export function loadProgramKind({ name, given }: LoadProgram): TaskKind {
  return {
    waits,
    refusedWith: 400,
    create: (payload, tools) => {
      const title = payload.metadata.get('cmd') ?? '';
      const { args, input } = given(payload, wordsOf(title));
      const command: Command = { argv: tools.policy.program(name, args), ...(input !== undefined && { input }) };
      const canary = canaryOf(payload);
      const background = { canary, title: `${name} ${title}`, command, logsOutput: isTrue(payload, 'logCmdOutput') };
      const says = { before: `running command ${name} ${title}`, after: `command finished ${title}` };
      return {
        type: name, canary, title: background.title, key: JSON.stringify([canary, name, title, input]),
        run: signal => (waits(payload) ? runForCaller({ canary, title, command, says }, tools, signal) : runInBackground(background, tools, signal)),
      };
    },
  };
}

function waits(payload: Payload): boolean {
  return isTrue(payload, 'wait');
}

function isTrue({ metadata }: Payload, key: string): boolean {
  return parseGoBool(metadata.get(key) ?? '') ?? false;
}

function wordsOf(text: string): readonly string[] {
  try {
    return splitWords(text);
  } catch (error) {
    throw new CanaryError('Invalid', 'never', `metadata cmd "${text}" runs without a shell: ${(error as Error).message}`, { cause: error });
  }
}

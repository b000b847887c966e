import { CanaryError, isCanaryError } from '@flagger/sdk';
import { parse } from 'shell-quote';
import type { Command } from './command.ts';

type Argv = Command['argv'];

/** What tasks may run. */
export interface CommandPolicy {
  /** The argument vector of a shell's script. @throws CanaryError Unsupported: it may not run */
  script(shell: 'sh' | 'bash', script: string): Argv;
  /** The argument vector of a program. @throws CanaryError Unsupported: it may not run */
  program(program: string, args: readonly string[]): Argv;
}

/** Everything may run, scripts in their shell. */
const OPEN: CommandPolicy = {
  script: (shell, script) => [shell, '-c', script],
  program: (program, args) => [program, ...args],
};

/**
 * What may run where `allowed` names programs: a script is then read as one plain command and started without a shell, so that nothing can
 * hide in it. Without names, everything may.
 */
export function createCommandPolicy(allowed: readonly string[]): CommandPolicy {
  if (allowed.length === 0) return OPEN;
  const program = (name: string, args: readonly string[]): Argv => {
    if (allowed.includes(name)) return [name, ...args];
    throw new CanaryError('Unsupported', 'never', `command "${name}" is not allowed; allowed: ${allowed.join(', ')}`);
  };
  return {
    program,
    script: (_, script) => {
      const [name = '', ...args] = wordsOf(script, allowed);
      return program(name, args);
    },
  };
}

function wordsOf(script: string, allowed: readonly string[]): readonly string[] {
  try {
    return splitWords(script);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    throw new CanaryError('Unsupported', 'never', `this load tester runs only ${allowed.join(', ')}, and no shell (flag -allowed-commands): ${error.message}`, { cause: error });
  }
}

/**
 * The words of a plain command; quotes work as in a shell.
 *
 * @throws CanaryError Unsupported: only a shell could run it
 */
export function splitWords(text: string): readonly string[] {
  const words = parse(text, name => ({ op: `$${name}` }));
  const special = words.find(word => typeof word !== 'string');
  if (special === undefined && !text.includes('`')) return words.map(String);
  throw new CanaryError('Unsupported', 'never', 'operators, variables and patterns of a shell are not allowed in commands');
}

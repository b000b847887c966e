import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ROOT } from './workspace.ts';

/** A command that ended with a status other than 0. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly status: number;

  constructor(command: string, status: number, output: string) {
    super(`${command} ended with status ${status}${output === '' ? '' : `:\n${output}`}`);
    this.status = status;
  }
}

/** Where a command runs and where its output goes. */
export interface RunOptions {
  /** Default: the root. */
  readonly cwd?: string;
  /** 'pass': the terminal; 'keep' (default): the returned text. */
  readonly output?: 'pass' | 'keep';
  /** Variables beside the present ones. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command of `node_modules/.bin` or of the PATH, and returns its standard output. @throws CommandFailed */
export function run(command: string, args: readonly string[], options: RunOptions = {}): string {
  const result = spawnSync(command, args, {
    cwd: options.cwd ?? ROOT,
    encoding: 'utf8',
    stdio: options.output === 'pass' ? 'inherit' : 'pipe',
    env: { ...process.env, ...options.env, PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter) },
    maxBuffer: 64 << 20,
  });
  if (result.error) throw result.error;
  if (result.status === 0) return result.stdout ?? '';
  throw new CommandFailed([command, ...args].join(' '), result.status ?? -1, [result.stdout, result.stderr].join(''));
}

/** A program to run. */
export interface Command {
  /** The program and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** What it reads. Default: nothing. */
  readonly input?: string;
}

/** How a command ended. */
export interface CommandResult {
  /** What it wrote to stdout and stderr, in order. */
  readonly output: string;
  /** Why it failed, in the words of Go: `exit status 1`, `signal: killed`; undefined where it did not. */
  readonly failure: string | undefined;
}

/** Runs a command; the signal ends it and all that it started. */
export type RunCommand = (command: Command, signal: AbortSignal) => Promise<CommandResult>;

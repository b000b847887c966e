import type { LintHost } from '../lint/lint-command.ts';

/** Does what stands behind its name on the command line; the exit code. */
type Subcommand = (argv: readonly string[], host: LintHost) => Promise<number>;

/** What the binary does beside being the operator, each loaded when it is asked for: none of it waits for what the operator needs. */
export const SUBCOMMANDS: ReadonlyMap<string, () => Promise<Subcommand>> = new Map([
  ['lint', async () => (await import('../lint/lint-command.ts')).lintCommand],
  ['rbac', async () => (await import('../rbac/rbac-command.ts')).rbacCommand],
]);

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const BUILT = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loadtester-tools/bin');

/** The path on which the load tester finds programs: the usual one, and where install-tools.sh puts what it builds. */
export const TOOLS_PATH = [process.env['PATH'], BUILT].join(delimiter);

/** The path of a program. @throws Error it names the program that is missing, and how to get it */
export function needTool(name: string): string {
  const found = TOOLS_PATH.split(delimiter).map(folder => join(folder, name)).find(existsSync);
  if (found === undefined) throw new Error(`the program ${name} is missing on this machine: run packages/loadtester/test/e2e/install-tools.sh`);
  return found;
}

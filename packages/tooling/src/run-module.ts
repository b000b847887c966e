import { run } from './run.ts';

/** Runs the text of a module on what the last build wrote; what it prints. */
export function runModule(program: string): string {
  return run('node', ['--input-type=module', '--eval', program], { env: { NODE_OPTIONS: '' } });
}

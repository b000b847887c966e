import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { lintCommand } from '../../src/lint/lint-command.ts';

/** What a run of `flagger lint` gave. */
export interface LintRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `flagger lint` in the folder of the fixtures. */
export async function runLint(argv: readonly string[], input = ''): Promise<LintRun> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  stdin.end(input);
  const code = await lintCommand(argv, { stdin, stdout, stderr, cwd: () => join(import.meta.dirname, 'fixtures') });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

/** What is printed about manifests, line by line, without the file's name. */
export async function findingsIn(text: string, ...options: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runLint([...options, '-'], text);
  return stdout.split('\n').filter(line => line !== '').map(line => line.replace(/^-:/, ''));
}

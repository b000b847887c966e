import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** What the compiler has to say about a provider's sources and tests, with our packages taken from this workspace's sources; empty: nothing. */
export function typeCheck(folder: string): string {
  const project = join(folder, 'tsconfig.check.json');
  writeFileSync(project, JSON.stringify({
    extends: './tsconfig.json',
    compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')], paths: { '@flagger/*': [join(ROOT, 'packages/*/src/index.ts')] } },
    include: ['src', 'test'],
  }));
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
  return stdout + stderr;
}

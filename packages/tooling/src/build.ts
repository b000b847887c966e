import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeGenerated, listDrift } from './generated-files.ts';
import { renderProjectReferences, SOLUTION } from './project-references.ts';
import { CommandFailed, run } from './run.ts';
import { listPackages, ROOT } from './workspace.ts';

const BUNDLES = 'packages/*/bundle.ts';

/** Takes away what earlier builds left: the compiler never deletes the output of a source that is gone. */
function clean(): void {
  for (const { dir } of listPackages()) rmSync(join(ROOT, dir, 'dist'), { recursive: true, force: true });
}

/** Writes the project references (with `--check`: fails where they drifted), compiles every package, bundles what is shipped as a program. */
function build(check: boolean): void {
  const references = renderProjectReferences(listPackages());
  const drift = check ? listDrift(references) : writeGenerated(references);
  if (check && drift.length > 0) throw new Error(`not what the package.jsons say: ${drift.join(', ')}; run npm run build`);
  run('tsc', ['-b', SOLUTION], { output: 'pass' });
  for (const bundle of globSync(BUNDLES, { cwd: ROOT }).toSorted()) run('node', [bundle], { output: 'pass' });
}

try {
  if (process.argv.includes('--clean')) clean();
  build(process.argv.includes('--check'));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof CommandFailed ? error.status : 1;
}

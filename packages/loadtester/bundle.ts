import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Some libraries are CommonJS inside and ask for Node's own modules by `require`. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

const folder = import.meta.dirname;
const outfile = join(folder, 'dist/loadtester.js');

await build({
  entryPoints: [fileURLToPath(import.meta.resolve('./src/main.ts'))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // Names stay readable in stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'external',
  legalComments: 'linked',
  // Our own packages are taken from their sources.
  tsconfig: join(folder, '../tooling/tsconfig.check.json'),
  banner: { js: BANNER },
});

// A banner comes before the first line, where the `#!` must be.
const code = readFileSync(outfile, 'utf8').replace(/^#!.*\n/m, '');
writeFileSync(outfile, `#!/usr/bin/env node\n${code}`);
chmodSync(outfile, 0o755);

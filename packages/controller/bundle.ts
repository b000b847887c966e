import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Some libraries are CommonJS inside and ask for Node's own modules by `require`. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

const folder = import.meta.dirname;
const outfile = join(folder, 'dist/flagger.js');

await build({
  entryPoints: [join(folder, 'src/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  keepNames: true,
  sourcemap: 'external',
  legalComments: 'linked',
  // Our own packages are taken from their sources.
  tsconfig: join(folder, '../tooling/tsconfig.check.json'),
  banner: { js: BANNER },
  define: { 'process.env.FLAGGER_REVISION': JSON.stringify(process.env['FLAGGER_REVISION'] ?? 'unknown') },
});

// A banner comes before the first line, where the `#!` must be.
const code = readFileSync(outfile, 'utf8').replace(/^#!.*\n/m, '');
writeFileSync(outfile, `#!/usr/bin/env node\n${code}`);
chmodSync(outfile, 0o755);

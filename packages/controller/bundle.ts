import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

/** Some libraries are CommonJS inside and ask for Node's own modules by `require`. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

/** Makes classes that exist, but can't be used. */
const unused = (...names: readonly string[]): string =>
  names.map(name => `export class ${name} { constructor() { throw new Error('${name} is not part of the bundle'); } }`).join('\n');

/**
 * Of the Kubernetes client, the operator uses how a kubeconfig is read and what it says about credentials. The generated API clients and
 * their HTTP stack, which no code of ours can reach from there, would be most of what a start with a kubeconfig loads.
 */
const slimKubeconfig: Plugin = {
  name: 'slim-kubeconfig',
  setup({ onResolve, onLoad }) {
    const stubs = new Map([['undici', unused('Agent', 'ProxyAgent')], ['./gen/index.js', `${unused('ServerConfiguration')}\nexport const createConfiguration = undefined;`]]);
    onResolve({ filter: /^(undici|\.\/gen\/index\.js)$/ }, ({ path, importer }) =>
      /client-node[\\/]dist[\\/]config\.js$/.test(importer) ? { path, namespace: 'unused', sideEffects: false } : undefined);
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: stubs.get(path) ?? '' }));
  },
};

/** An `import` of node:http reads each of its exports at once, also those for which Node then loads a WebSocket client; `require` does not. */
const lazyHttp: Plugin = {
  name: 'lazy-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, ({ kind }) => (kind === 'require-call' ? undefined : { path: 'node:http', namespace: 'required' }));
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({ contents: `module.exports = require('${path}');` }));
  },
};

/** Leaves the providers that were not chosen out of the operator's list, and so their modules out of the bundle. */
const onlyProviders = (chosen: readonly string[]): Plugin => ({
  name: 'only-providers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]plugins[\\/]bundled\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const known = [...source.matchAll(PROVIDER_LINE)].map(([, name = '']) => name);
      const unknown = chosen.find(name => !known.includes(name));
      if (unknown !== undefined) throw new Error(`FLAGGER_PROVIDERS has "${unknown}"; allowed: ${known.join(', ')}`);
      return { contents: source.replace(PROVIDER_LINE, (line, name: string) => (chosen.includes(name) ? line : '')), loader: 'ts' };
    });
  },
});

/** A provider's line in the operator's list. */
const PROVIDER_LINE = /^ *\['([^']+)', \(\) => import\('@flagger\/provider-[^']+'\)\],\n/gm;

const folder = import.meta.dirname;
const outdir = process.env['FLAGGER_BUNDLE_DIR'] ?? join(folder, 'dist');
const providers = (process.env['FLAGGER_PROVIDERS'] ?? '').split(',').map(name => name.trim()).filter(name => name !== '');
const entry = join(outdir, 'flagger.js');

// Chunks are named by their content; those of earlier builds would stay.
rmSync(join(outdir, 'chunks'), { recursive: true, force: true });
await build({
  entryPoints: { flagger: join(folder, 'src/main.ts') },
  outdir,
  bundle: true,
  // What is imported when first used stays in a file of its own, and so out of memory until then.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // Names stay readable in stack traces; `keepNames` would do it with a call for each closure, at run time.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'external',
  legalComments: 'linked',
  // Our own packages are taken from their sources.
  tsconfig: join(folder, '../tooling/tsconfig.check.json'),
  banner: { js: BANNER },
  define: { 'process.env.FLAGGER_REVISION': JSON.stringify(process.env['FLAGGER_REVISION'] ?? 'unknown') },
  plugins: [slimKubeconfig, lazyHttp, ...(providers.length > 0 ? [onlyProviders(providers)] : [])],
});

// A banner comes before the first line, where the `#!` must be.
const code = readFileSync(entry, 'utf8').replace(/^#!.*\n/m, '');
writeFileSync(entry, `#!/usr/bin/env node\n${code}`);
chmodSync(entry, 0o755);

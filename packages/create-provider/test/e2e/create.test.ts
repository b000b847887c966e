import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const OURS = ['sdk', 'cluster', 'testkit'];
const folder = mkdtempSync(join(tmpdir(), 'flagger-create-'));
const provider = join(folder, 'flagger-provider-north-wind');

/** Runs a command as an author would, with the workspace's Node but none of its packages. */
function run(cwd: string, command: string, ...args: readonly string[]): string {
  // What npm tells the scripts that it runs, such as this test, is about another project.
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_(package|lifecycle)_|npm_(command|config_local_prefix)$|NODE_OPTIONS$)/i.test(name));
  const env = { ...Object.fromEntries(own), PATH: [join(ROOT, 'node_modules/node/bin'), process.env['PATH']].join(delimiter) };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env, maxBuffer: 64 << 20 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function pack(cwd: string): string {
  return join(folder, run(cwd, 'npm', 'pack', '--silent', '--pack-destination', folder).trim());
}

beforeAll(() => {
  const [creator, ...ours] = ['create-provider', ...OURS].map(name => pack(join(ROOT, 'packages', name)));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'workshop', private: true }));
  run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', creator ?? '');
  // `npm create @flagger/provider` is this, but for the download.
  run(folder, 'npm', 'exec', '--offline', 'create-provider', '--', '@acme/north-wind');
  run(provider, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-save', ...ours);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a provider from the packed tarballs', () => {
  it('is written without a package of anybody', () => {
    expect(run(folder, 'npm', 'ls', '--all', '--parseable').trim().split('\n').map(path => path.replace(`${folder}/`, ''))).toEqual([folder, 'node_modules/@flagger/create-provider']);
  });

  it('has types', () => {
    expect(() => run(provider, 'npm', 'run', 'typecheck')).not.toThrow();
  });

  it('keeps the laws', () => {
    const report = run(provider, 'npm', 'test');
    expect(report).toMatch(/ fail 0$/m);
    expect(report).toMatch(/ skipped 0$/m);
    expect(Number(/ pass (\d+)$/m.exec(report)?.[1])).toBeGreaterThan(20);
  });

  it('is found out where it breaks one', () => {
    const path = join(provider, 'src/render-route.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('weight: traffic.canary', 'weight: 0'));
    expect(() => run(provider, 'npm', 'test')).toThrow(/reads back the split that was set/);
    writeFileSync(path, text);
  });

  it('is published with what it needs, and works where it is installed', () => {
    run(provider, 'npm', 'run', 'build');
    const tarball = pack(provider);
    const files = run(folder, 'tar', '-tzf', tarball).trim().split('\n').map(path => path.replace('package/', ''));
    expect(files.filter(path => !/^dist\/.*\.(js|d\.ts)$/.test(path)).toSorted()).toEqual(['README.md', 'package.json']);
    run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(folder, `flagger-sdk-${version()}.tgz`), tarball);
    writeFileSync(join(folder, 'main.mjs'), LOAD);
    expect(run(folder, 'node', 'main.mjs')).toBe(`north-wind works with ^${version()}: north-wind\n`);
  });

  it('is loaded by the operator, from the folder where that is started', () => {
    const role = run(folder, 'node', join(ROOT, 'packages/controller/dist/flagger.js'), 'rbac', '-providers=kubernetes,@acme/flagger-provider-north-wind');
    expect(role).toContain('- north-wind.example.com');
    expect(role).toContain('- northwindroutes');
  });

  it('is not written over', () => {
    expect(() => run(folder, 'npm', 'exec', '--offline', 'create-provider', '--', '@acme/north-wind')).toThrow(/create-provider: .*flagger-provider-north-wind is not empty/);
  });
});

const LOAD = `
import plugin from '@acme/flagger-provider-north-wind';
console.log(plugin.name + ' works with ' + plugin.sdk + ': ' + plugin.providers.flatMap(({ names }) => names).join());
`;

function version(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as { readonly version: string }).version;
}

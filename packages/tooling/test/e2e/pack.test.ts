import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/run.ts';
import { listSources, publicPackages, ROOT } from '../../src/workspace.ts';

const packages = publicPackages().map(pkg => [pkg.json.name, pkg] as const);
const folder = mkdtempSync(join(tmpdir(), 'flagger-pack-'));
const COMPILED = ['.js', '.js.map', '.d.ts'];
const tarballs = new Map<string, string>();

beforeAll(() => {
  for (const [name, { dir }] of packages) {
    const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(ROOT, dir) });
    tarballs.set(name, join(folder, packed.trim()));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('packed tarballs', () => {
  it.each(packages)('%s passes publint', name => {
    expect(run('publint', [tarballs.get(name) ?? '', '--strict'])).toContain('All good!');
  });

  it.each(packages)('%s has types that resolve from ES modules', name => {
    expect(() => run('attw', [tarballs.get(name) ?? '', '--profile', 'esm-only', '--no-color'])).not.toThrow();
  });

  it.each(packages)('%s holds what its sources compile to, and no more', (name, { dir, json }) => {
    const bundles = Object.values(json.bin ?? {}).map(path => path.replace('./', ''));
    const built = listSources(dir).flatMap(path => COMPILED.map(ending => path.replace(`${dir}/src`, 'dist').replace(/\.ts$/, ending)));
    const files = run('tar', ['-tzf', tarballs.get(name) ?? '']).trim().split('\n').map(path => path.replace('package/', ''));
    const beside = ['package.json', 'README.md', 'LICENSE', ...bundles, ...bundles.flatMap(path => [`${path}.map`, `${path}.LEGAL.txt`])];
    const isTemplate = (path: string): boolean => json.files?.includes('template') === true && path.startsWith('template/');
    // A bundle is split: what is needed rarely is loaded when it is needed.
    const isChunk = (path: string): boolean => bundles.length > 0 && path.startsWith('dist/chunks/');
    expect(files.filter(path => !built.includes(path) && !beside.includes(path) && !isTemplate(path) && !isChunk(path))).toEqual([]);
    expect([...built, ...bundles].filter(path => !files.includes(path))).toEqual([]);
  });

  it('sdk and core work in an empty project, without the rest', () => {
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
    writeFileSync(join(project, 'main.js'), PROGRAM);
    const ours = ['@flagger/sdk', '@flagger/core'].map(name => tarballs.get(name) ?? '');
    run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...ours], { cwd: project });
    expect(run('node', ['main.js'], { cwd: project })).toBe('acme: 0 providers; core exports functions\n');
  });
});

const PROGRAM = `
import { definePlugin } from '@flagger/sdk';
import * as core from '@flagger/core';
const plugin = definePlugin({ name: 'acme', sdk: '^1.0.0' });
const kinds = new Set(Object.values(core).map(each => typeof each));
console.log(plugin.name + ': ' + plugin.providers.length + ' providers; core exports ' + (kinds.has('function') ? 'functions' : 'nothing'));
`;

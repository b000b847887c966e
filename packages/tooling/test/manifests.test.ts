import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listDrift } from '../src/generated-files.ts';
import { renderProjectReferences } from '../src/project-references.ts';
import { listPackages, publicPackages, readPackageJson, ROOT } from '../src/workspace.ts';

const everyPackage = listPackages().map(pkg => [pkg.json.name, pkg] as const);
const everyPublic = publicPackages().map(pkg => [pkg.json.name, pkg] as const);

describe('package.json', () => {
  it.each(everyPackage)('%s is an ES module under Apache-2.0', (_, { json }) => {
    expect(json).toMatchObject({ type: 'module', license: 'Apache-2.0' });
  });

  it.each(everyPublic)('%s is published as the others are', (_, { dir, json }) => {
    expect(json).toMatchObject({
      engines: { node: '>=22' },
      sideEffects: false,
      files: ['dist', '!dist/tsconfig.tsbuildinfo', ...(existsSync(join(ROOT, dir, 'template')) ? ['template'] : [])],
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
    expect(Object.keys(json.exports ?? {}).length).toBeLessThanOrEqual(2);
    expect(json.description).toMatch(/^[A-Z].*[^.]$/);
  });

  it.each(everyPublic)('%s asks for our own packages by their current version', (_, { json }) => {
    const ours = Object.entries({ ...json.dependencies, ...json.peerDependencies }).filter(([name]) => name.startsWith('@flagger/'));
    const versions = new Map(listPackages().map(pkg => [pkg.json.name, pkg.json.version]));
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(ours.map(([name]) => [name, `^${versions.get(name)}`])));
  });

  it('all packages share the version of lerna.json', () => {
    const { version } = readPackageJson('lerna.json');
    expect(everyPackage.filter(([name, { json }]) => name.startsWith('@flagger/') && json.version !== version)).toEqual([]);
  });

  it('project references are what the package.jsons say', () => {
    expect(listDrift(renderProjectReferences(listPackages()))).toEqual([]);
  });

  it('the root brings the Node that its scripts run on; other tools belong to packages', () => {
    expect(Object.keys(readPackageJson('package.json').devDependencies ?? {})).toEqual(['node']);
  });
});

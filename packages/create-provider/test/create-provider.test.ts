import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProvider, readProviderName } from '@flagger/create-provider';
import type { Filling } from '@flagger/create-provider';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const filling: Filling = { ...readProviderName('@acme/north-wind'), version: '2.3.4' };
const created = join(folder, 'created');
const files = createProvider(created, filling);
const textOf = (path: string): string => readFileSync(join(created, path), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as Record<string, unknown>;

describe('a provider that is created', () => {
  it('has the files that it needs, by its name', () => {
    expect(files).toEqual([
      '.gitignore', 'README.md', 'package.json',
      'src/index.ts', 'src/north-wind-observer.ts', 'src/north-wind-provider.ts', 'src/north-wind-route.ts', 'src/north-wind-router.ts', 'src/read-traffic.ts', 'src/render-route.ts',
      'test/conformance.test.ts', 'test/crd.yaml', 'test/north-wind-subject.ts', 'test/north-wind.ts', 'test/render-route.test.ts',
      'tsconfig.build.json', 'tsconfig.json',
    ]);
    expect(files.filter(path => !existsSync(join(created, path)))).toEqual([]);
  });

  it('says nothing of the template, nor of the documentation that is cut from it', () => {
    expect(files.filter(path => /my.?mesh|#(end)?region/i.test(textOf(path)))).toEqual([]);
  });

  it('is a package that can be published', () => {
    expect(manifest).toMatchObject({ name: '@acme/flagger-provider-north-wind', type: 'module', files: ['dist'], publishConfig: { access: 'public' } });
    expect(manifest['exports']).toEqual({ '.': { types: './dist/index.d.ts', default: './dist/index.js' } });
    expect(manifest['private']).toBeUndefined();
  });

  it('asks for the version of our packages that it was created with', () => {
    expect(manifest['dependencies']).toEqual({ '@flagger/sdk': '^2.3.4' });
    expect(manifest['devDependencies']).toMatchObject({ '@flagger/testkit': '^2.3.4' });
    expect(textOf('src/index.ts')).toContain("definePlugin({ name: 'north-wind', sdk: '^2.3.4'");
  });

  it('has its name in the form that each place needs', () => {
    expect(textOf('src/north-wind-route.ts')).toContain("export const NORTH_WIND_ROUTES: ResourceType<NorthWindRoute> = {\n  apiVersion: 'north-wind.example.com/v1',");
    expect(textOf('src/north-wind-provider.ts')).toContain('export const northWindProvider: Provider = {');
    expect(textOf('src/north-wind-observer.ts')).toContain('north_wind_requests_total');
    expect(textOf('test/crd.yaml')).toContain('name: northwindroutes.north-wind.example.com');
    expect(textOf('README.md')).toContain('flagger -providers=kubernetes,@acme/flagger-provider-north-wind -mesh-provider=north-wind');
  });

  it('is the same each time', () => {
    expect(createProvider(join(folder, 'again'), filling)).toEqual(files);
    expect(files.map(path => readFileSync(join(folder, 'again', path), 'utf8'))).toEqual(files.map(textOf));
  });
});

describe('the folder', () => {
  it('may be there, if it is empty', () => {
    mkdirSync(join(folder, 'empty'));
    expect(createProvider(join(folder, 'empty'), filling)).toEqual(files);
  });

  it('is left alone where something is in it', () => {
    expect(() => createProvider(created, filling)).toThrow(`${created} is not empty; name a folder that is empty or not there yet`);
    mkdirSync(join(folder, 'hidden'));
    writeFileSync(join(folder, 'hidden/.git'), '');
    expect(() => createProvider(join(folder, 'hidden'), filling)).toThrow('is not empty');
    expect(existsSync(join(folder, 'hidden/package.json'))).toBe(false);
  });

  it('is no file', () => {
    writeFileSync(join(folder, 'file'), 'mine');
    expect(() => createProvider(join(folder, 'file'), filling)).toThrow(/file is a file; name a folder/);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });
});

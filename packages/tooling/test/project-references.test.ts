import { describe, expect, it } from '@jest/globals';
import { renderProjectReferences, SOLUTION } from '../src/project-references.ts';
import type { Package } from '../src/workspace.ts';

const pkg = (dir: string, name: string, needs: Partial<Package['json']> = {}): Package => ({ dir, hasSource: true, json: { name, version: '1.0.0', ...needs } });

const files = renderProjectReferences([
  pkg('packages/low', '@x/low'),
  pkg('packages/providers/high', '@x/high', { dependencies: { '@x/low': '^1.0.0', elsewhere: '*' }, devDependencies: { '@x/top': '^1.0.0' } }),
  pkg('packages/top', '@x/top', { peerDependencies: { '@x/high': '^1.0.0' } }),
  { ...pkg('packages/manifests', '@x/manifests'), hasSource: false },
]);

const read = (path: string): { references: readonly { path: string }[]; extends?: string } => JSON.parse(files[path] ?? '');

describe('project references', () => {
  it('follow what a package needs at run time, not what its tests need', () => {
    expect(read('packages/providers/high/tsconfig.json').references).toEqual([{ path: '../../low' }]);
    expect(read('packages/top/tsconfig.json').references).toEqual([{ path: '../providers/high' }]);
  });

  it('extend the base from wherever they are', () => {
    expect(read('packages/low/tsconfig.json').extends).toBe('../../tsconfig.base.json');
    expect(read('packages/providers/high/tsconfig.json').extends).toBe('../../../tsconfig.base.json');
  });

  it('are named by the solution, but for packages without sources', () => {
    expect(read(SOLUTION).references).toEqual([{ path: '../low' }, { path: '../providers/high' }, { path: '../top' }]);
  });
});

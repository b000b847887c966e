import { relative } from 'node:path';
import type { GeneratedFiles } from './generated-files.ts';
import { listSources, workspaceDependencies } from './workspace.ts';
import type { Package } from './workspace.ts';

/** The file that names every project, for `tsc -b`. */
export const SOLUTION = 'packages/tooling/tsconfig.solution.json';

/** A tsconfig.json for the sources and the tests of each package, made from the package.jsons, and the solution file. */
export function renderProjectReferences(all: readonly Package[]): GeneratedFiles {
  const projects = all.filter(pkg => pkg.hasSource);
  const sources = projects.map(pkg => [`${pkg.dir}/tsconfig.json`, toJson(renderProject(pkg, projects))] as const);
  const tests = all.filter(({ dir }) => listSources(dir, 'test').length > 0).map(({ dir }) => [`${dir}/test/tsconfig.json`, toJson(renderTests(dir))] as const);
  return { ...Object.fromEntries([...sources, ...tests]), [SOLUTION]: toJson({ files: [], references: projects.map(pkg => ({ path: relative('packages/tooling', pkg.dir) || '.' })) }) };
}

function renderProject(pkg: Package, projects: readonly Package[]): object {
  const needed = new Set(workspaceDependencies(pkg, projects));
  return {
    extends: relative(pkg.dir, 'tsconfig.base.json'),
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.tsbuildinfo' },
    include: ['src'],
    references: projects.filter(other => needed.has(other.json.name)).map(other => ({ path: relative(pkg.dir, other.dir) })),
  };
}

/** Tests are checked against sources, not against what was built; editors and type-aware lint find this file. */
function renderTests(dir: string): object {
  return { extends: relative(`${dir}/test`, 'packages/tooling/tsconfig.check.json'), include: ['.'], exclude: ['fixtures'] };
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

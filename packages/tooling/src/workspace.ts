import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root of this repository. */
export const ROOT = join(import.meta.dirname, '../../..');

/** The fields of a package.json that tooling reads. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly files?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
}

/** One workspace. */
export interface Package {
  /** Path from the root, such as `packages/providers/istio`. */
  readonly dir: string;
  readonly json: PackageJson;
  /** Whether it has TypeScript under `src`. */
  readonly hasSource: boolean;
}

/** Reads a package.json, given by its path from the root. */
export function readPackageJson(path: string): PackageJson {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as PackageJson;
}

/** All workspaces of the root package.json, sorted by folder. */
export function listPackages(): readonly Package[] {
  const { workspaces = [] } = readPackageJson('package.json');
  return globSync(workspaces.map(pattern => `${pattern}/package.json`), { cwd: ROOT })
    .toSorted()
    .map(path => describe(dirname(path)));
}

function describe(dir: string): Package {
  return { dir, json: readPackageJson(`${dir}/package.json`), hasSource: listSources(dir).length > 0 };
}

/** TypeScript files of a package's folder, paths from the root, sorted. */
export function listSources(dir: string, folder = 'src'): readonly string[] {
  if (!existsSync(join(ROOT, dir, folder))) return [];
  return globSync(`${dir}/${folder}/**/*.ts`, { cwd: ROOT }).filter(path => !path.endsWith('.d.ts')).toSorted();
}

/** Names of the workspaces that a package needs at run time, sorted. */
export function workspaceDependencies({ json }: Package, all: readonly Package[]): readonly string[] {
  const names = new Set(all.map(pkg => pkg.json.name));
  return Object.keys({ ...json.dependencies, ...json.peerDependencies }).filter(name => names.has(name)).toSorted();
}

/** The packages that are published. */
export function publicPackages(): readonly Package[] {
  return listPackages().filter(pkg => pkg.json.private !== true && pkg.hasSource);
}

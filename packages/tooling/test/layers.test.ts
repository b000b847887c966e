import { describe, expect, it } from '@jest/globals';
import { dirname, join } from 'node:path';
import { mayImport, packageOf } from '../src/layers.ts';
import { listImports, parseFile, textWithoutComments } from '../src/source-file.ts';
import { listPackages, listSources } from '../src/workspace.ts';
import type { Package } from '../src/workspace.ts';

const packages = listPackages();
const named = (name: string): Package | undefined => packages.find(pkg => pkg.json.name === name);
const imports = packages.flatMap(pkg =>
  listSources(pkg.dir).flatMap(path => listImports(parseFile(path)).map(specifier => ({ pkg, path, specifier }))),
);
const textsOf = (name: string): readonly { path: string; text: string }[] =>
  listSources(named(name)?.dir ?? '').map(path => ({ path, text: textWithoutComments(parseFile(path)) }));

describe('layers', () => {
  it.each([
    ['@flagger/core', '@flagger/sdk', true],
    ['@flagger/core', '@flagger/cluster', false],
    ['@flagger/provider-istio', '@flagger/provider-kubernetes', false],
    ['@flagger/sdk', '@flagger/core', false],
    ['@flagger/testkit', '@flagger/cluster', true],
    ['@flagger/testkit', '@flagger/controller', false],
    ['@flagger/controller', '@flagger/provider-istio', true],
    ['@flagger/unheard-of', '@flagger/sdk', false],
    ['@acme/flagger-provider', '@flagger/core', true],
    ['@acme/flagger-provider', '@flagger/tooling', false],
  ])('%s may import %s: %s', (from, to, allowed) => {
    expect(mayImport(from, to)).toBe(allowed);
  });

  it('no import goes against them', () => {
    const against = imports.filter(({ pkg, specifier }) => {
      const to = packageOf(specifier);
      return to?.startsWith('@flagger/') === true && !mayImport(pkg.json.name, to);
    });
    expect(against.map(({ path, specifier }) => `${path} imports ${specifier}`)).toEqual([]);
  });

  it('no package.json goes against them', () => {
    const against = packages.flatMap(({ json }) =>
      Object.keys({ ...json.dependencies, ...json.peerDependencies })
        .filter(to => to.startsWith('@flagger/') && !mayImport(json.name, to))
        .map(to => `${json.name} depends on ${to}`),
    );
    expect(against).toEqual([]);
  });

  it('what is imported is declared in the package.json', () => {
    const undeclared = imports.filter(({ pkg, specifier }) => {
      const to = packageOf(specifier);
      const declared = { ...pkg.json.dependencies, ...pkg.json.peerDependencies, ...(pkg.json.private === true ? pkg.json.devDependencies : {}) };
      return to !== undefined && to !== pkg.json.name && !(to in declared);
    });
    expect(undeclared.map(({ path, specifier }) => `${path} imports ${specifier}`)).toEqual([]);
  });

  it('no relative import leaves its package', () => {
    const leaving = imports.filter(({ pkg, path, specifier }) => specifier.startsWith('.') && !join(dirname(path), specifier).startsWith(`${pkg.dir}/src/`));
    expect(leaving.map(({ path, specifier }) => `${path} imports ${specifier}`)).toEqual([]);
  });

  it('only the composition root knows the container', () => {
    const container = imports.filter(({ specifier }) => packageOf(specifier) === 'inversify').map(({ path }) => dirname(path));
    expect(container.filter(folder => !`${folder}/`.startsWith('packages/controller/src/compose/'))).toEqual([]);
  });

  it('the sdk has no dependency', () => {
    const { dependencies = {}, peerDependencies = {} } = named('@flagger/sdk')?.json ?? {};
    expect({ ...dependencies, ...peerDependencies }).toEqual({});
  });

  it('sdk and core touch neither the process nor the machine', () => {
    const machine = /^node:(?!assert$|crypto$|util$)/;
    const pure = (path: string): boolean => /^packages\/(sdk|core)\//.test(path);
    expect(imports.filter(({ path, specifier }) => pure(path) && machine.test(specifier))).toEqual([]);
    const globals = [...textsOf('@flagger/sdk'), ...textsOf('@flagger/core')].filter(({ text }) => /\b(process|globalThis|fetch)\b\s*[.(]/.test(text));
    expect(globals.map(({ path }) => path)).toEqual([]);
  });

  it('core compares no provider by its name', () => {
    const names = 'istio|linkerd|appmesh|nginx|gloo|kubernetes|contour|traefik|skipper|kuma|apisix|knative|osm|smi|gatewayapi';
    const literal = new RegExp(`(['"\`])(${names})(:[^'"\`]*)?\\1`);
    expect(textsOf('@flagger/core').filter(({ text }) => literal.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { createVirtualClock, routerLaws, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { myMeshSubject } from '../template/test/my-mesh-subject.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const guide = read('docs/providers/authoring.md');
const readme = read('packages/create-provider/template/README.md');
const fences = (text: string, language: string): readonly (readonly [info: string, code: string])[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}(.*)\n([^]*?)^\`\`\`$`, 'gm'))].map(([, info = '', code = '']) => [info.trim(), code]);

describe('the code in the guide for authors', () => {
  const snippets = fences(guide, 'ts');

  // That it is what stands in these files, every document is held to; that these have types, the template is.
  it('is cut from the template, and from nowhere else', () => {
    const paths = snippets.map(([info]) => info.replace(/#.*$/, ''));
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter(path => !path.startsWith('packages/create-provider/template/') || !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('shows all of the plug-in', () => {
    const shown = snippets.map(([, code]) => code).join('\n');
    for (const word of ['definePlugin', 'capabilities', 'rbac', 'observer', 'upsert(', 'withDesired(', 'updateChanged(', 'getExisting(', 'finalize()', 'routerLaws(']) expect(shown).toContain(word);
  });
});

describe('the tables and lists of the guide', () => {
  it('name every capability', () => {
    const text = read('packages/sdk/src/capabilities.ts');
    const fields = [...text.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field);
    const rows = [...guide.matchAll(/^\| `(\w+)` \| /gm)].map(([, field]) => field);
    expect(fields.filter(field => !rows.includes(field))).toEqual([]);
  });

  it('name every law, in the order of the book', () => {
    const { laws, leftOut } = routerLaws(myMeshSubject);
    const listed = [.../<!-- laws -->\n([^]*?)<!-- end -->/.exec(guide)?.[1]?.matchAll(/^- (.*)$/gm) ?? []].map(([, title]) => title);
    expect(new Set(listed)).toEqual(new Set([...laws, ...leftOut].map(({ title }) => title)));
    const bound = new Set(laws.map(({ title }) => title));
    expect(listed.filter(title => bound.has(title ?? ''))).toEqual([...bound]);
  });

  it('name the functions of templates that queries may use', () => {
    for (const name of ['name', 'namespace', 'target', 'service', 'ingress', 'route', 'interval']) expect(guide).toContain(`\`{{ ${name} }}\``);
  });
});

describe('manifests', () => {
  let api: ApiServer;

  beforeEach(async () => {
    api = await startApiServer({ clock: createVirtualClock() });
    api.installCrds(read('packages/deploy/crds/flagger.yaml'));
  });
  afterEach(() => api.close());

  it.each([['the guide', guide], ['the README of a created provider', readme]])('of %s are taken by an API server', (_, text) => {
    const manifests = fences(text, 'yaml').map(([, code]) => parse(code) as Manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Canary']);
    for (const manifest of manifests) expect(api.store.put(manifest)).toMatchObject({ spec: { provider: 'my-mesh' } });
  });
});

describe('commands', () => {
  it('of the README are scripts of a created provider', () => {
    const { scripts } = JSON.parse(read('packages/create-provider/template/_package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const called = [...readme.matchAll(/\bnpm (?:run (\w+)|(test)\b)/g)].map(([, script, test]) => script ?? test ?? '');
    expect(called.length).toBeGreaterThan(2);
    expect(called.filter(script => !(script in scripts))).toEqual([]);
  });
});

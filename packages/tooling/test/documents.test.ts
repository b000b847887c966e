import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isThere, listCitedTests } from '../src/cited-tests.ts';
import { listDocuments, readDocument } from '../src/documents.ts';
import { readPackageJson, ROOT } from '../src/workspace.ts';

const documents = listDocuments();
const prose = (path: string): string => readDocument(path).replace(/^```[^]*?^```/gm, '');

const slugOf = (heading: string): string => heading.toLowerCase().replace(/[^\w\- ]/g, '').trim().replace(/ /g, '-');
const anchorsOf = (path: string): readonly string[] => [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slugOf(heading));

function isBroken(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
}

describe('documents', () => {
  it.each(documents)('%s: links lead somewhere', path => {
    const links = [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter(link => !/^(https?|mailto):/.test(link));
    expect(links.filter(link => isBroken(path, link))).toEqual([]);
  });

  it.each(documents)('%s: commands are scripts of the root', path => {
    const { scripts = {} } = readPackageJson('package.json');
    const commands = [...readDocument(path).matchAll(/\bnpm (?:run (?:-s |--silent )?([\w:-]+)|(test)\b)/g)].map(([, script, test]) => script ?? test ?? '');
    expect(commands.filter(command => !(command in scripts))).toEqual([]);
  });

  it.each(documents)('%s: paths are there', path => {
    const paths = [...readDocument(path).matchAll(/(?<![\w./-])((?:packages|docs|examples)\/[\w./*-]*\w)/g)].map(([, found = '']) => found);
    const built = /\/dist(\/|$)/;
    expect(paths.filter(each => !built.test(each) && globSync(each, { cwd: ROOT }).length === 0)).toEqual([]);
  });

  it('decisions are numbered without gaps, in the same form', () => {
    const decisions = documents.filter(path => path.startsWith('docs/adr/'));
    const numbers = decisions.map(path => Number(/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1]));
    expect(numbers).toEqual(decisions.map((_, at) => at + 1));
    for (const path of decisions) {
      expect([...readDocument(path).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(['Status', 'Context', 'Decision', 'Consequences']);
    }
  });

  it('every row of the compatibility table names a test that is there', () => {
    const rows = listCitedTests('docs/compatibility.md');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(each => !isThere(each)).map(({ row }) => row)).toEqual([]);
  });
});

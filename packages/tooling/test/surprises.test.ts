import { describe, expect, it } from '@jest/globals';
import { isThere, listCitedTests } from '../src/cited-tests.ts';
import { listDifferences } from '../src/differences.ts';
import { readDocument } from '../src/documents.ts';

const PAGE = 'docs/surprises.md';
const rows = listCitedTests(PAGE);

describe(PAGE, () => {
  it('says of every surprise what became of it, and names a test', () => {
    const lines = readDocument(PAGE).split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| Flagger |'));
    expect(lines.filter(line => !/^\| [^|]+ \| \*\*(kept|fixed|gone)\*\*[^|]* \| \[/.test(line))).toEqual([]);
    expect(rows.map(({ row }) => row)).toEqual(lines);
  });

  it('names tests that are there', () => {
    expect(rows.filter(each => !isThere(each)).map(({ row }) => row)).toEqual([]);
  });

  it('has nothing fixed that the compatibility page does not have', () => {
    const shown = [...listCitedTests('docs/compatibility.md'), ...listDifferences().flatMap(({ test }) => test ?? [])];
    const isShown = (of: { readonly path: string; readonly title: string }): boolean =>
      shown.some(({ path, title }) => path === of.path && (title.includes(of.title) || of.title.includes(title)));
    expect(rows.filter(each => each.row.includes('**fixed**') && !isShown(each)).map(({ row }) => row)).toEqual([]);
  });
});

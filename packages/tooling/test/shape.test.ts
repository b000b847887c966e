import { describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import { listExportedNames } from '../src/declarations.ts';
import { parseFile, textWithoutComments } from '../src/source-file.ts';
import { listPackages, listSources, publicPackages } from '../src/workspace.ts';

const sources = listPackages().flatMap(({ dir }) => listSources(dir).filter(path => !path.endsWith('.generated.ts')));
const tests = listPackages().flatMap(({ dir }) => listSources(dir, 'test'));
const countLines = (path: string): number => parseFile(path).text.split('\n').length - 1;
const quantile = (sorted: readonly number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

/** Sources that stand for the real clock, where time and timers enter. */
const REAL_CLOCKS = /\/(system|real)-clock\.ts$/;

describe('shape of the code', () => {
  it('files are small rooms: median <= 60 lines, p90 <= 180, none above 300', () => {
    const lines = sources.map(countLines).toSorted((a, b) => a - b);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(60);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(180);
    expect(sources.filter(path => countLines(path) > 300)).toEqual([]);
  });

  it('file names are kebab-case and say what is inside', () => {
    const vague = /^(utils?|helpers?|common|misc|manager|.*-impl)\.ts$/;
    const names = [...sources, ...tests].filter(path => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(basename(path)) || vague.test(basename(path)));
    expect(names).toEqual([]);
  });

  it('nothing is exported as a whole', () => {
    const isWhole = (path: string): boolean =>
      parseFile(path).module.staticExports.some(({ entries }) => entries.some(entry => entry.moduleRequest !== null && entry.importName.name === null));
    const whole = sources.filter(isWhole);
    expect(whole).toEqual([]);
  });

  it('time, timers and chance come from the clock', () => {
    const ambient = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bset(Timeout|Interval|Immediate)\(|\brandomUUID\(|node:timers/;
    const exempt = (path: string): boolean => REAL_CLOCKS.test(path) || /^(packages\/tooling|examples)\//.test(path);
    expect(sources.filter(path => !exempt(path) && ambient.test(textWithoutComments(parseFile(path))))).toEqual([]);
  });

  it('nothing is left undone or switched off', () => {
    const undone = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|expect-error|nocheck)|\b(eslint|oxlint)-disable|\bas any\b/;
    const self = 'packages/tooling/test/shape.test.ts';
    expect([...sources, ...tests].filter(path => path !== self && undone.test(parseFile(path).text))).toEqual([]);
  });

  it('no test is skipped or alone, unless the machine lacks a program', () => {
    const conditional = /\? (it|test|describe) : \1\.skip/g;
    const odd = /\b(it|test|describe)\.(skip|only|todo)\b|\b[xf](it|describe)\(/;
    expect(tests.filter(path => odd.test(textWithoutComments(parseFile(path)).replace(conditional, '')))).toEqual([]);
  });

  it('every exported name is documented', () => {
    const bare = publicPackages().flatMap(({ dir }) =>
      listSources(dir).flatMap(path => listExportedNames(path).filter(each => each.name !== 'default' && !each.documented).map(each => `${each.file.path}: ${each.name}`)),
    );
    expect([...new Set(bare)]).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { printProviders } from '../src/printed-providers.ts';
import type { AnalysisOutcome, PrintedProvider } from '../src/printed-providers.ts';
import { SOLUTION } from '../src/project-references.ts';
import { renderProviderMatrix } from '../src/provider-matrix.ts';
import { run } from '../src/run.ts';

const outcomes = (steps: AnalysisOutcome, mirror: AnalysisOutcome): PrintedProvider['outcomes'] => ({ steps, mirror });
const capabilities = { reconcileBefore: 'analysis', readBack: 'immediate', requires: [], matches: [] };
const noMirror = { title: 'mirrors', reason: 'it mirrors nothing' };

const PROVIDERS: readonly PrintedProvider[] = [
  { package: '@a/mesh', names: ['mesh'], capabilities: { ...capabilities, requires: ['spec.mesh'], matches: ['headers', 'queryParams'], matchKinds: { headers: ['exact', 'regex'] } }, outcomes: outcomes('run', 'run'), overTcp: outcomes('run', 'ignored'), laws: { binding: ['splits', 'mirrors'], leftOut: [] }, variants: [{ variant: 'with a route', binding: ['splits', 'gives back'], leftOut: [noMirror] }] },
  { package: '@a/bare', names: ['bare', 'bare:*'], capabilities, outcomes: outcomes('degraded', 'refused'), laws: { binding: ['splits'], leftOut: [noMirror] }, variants: [] },
  { package: '@a/mesh', names: ['supermesh*'], capabilities, outcomes: outcomes('refused', 'refused'), variants: [] },
];

/** The law that stands behind each thing that an analysis asks for. */
const LAW_OF: Readonly<Record<string, RegExp>> = {
  'match: headers': /^lets in by a header/,
  'match: cookies': /^lets in by a cookie/,
  'match: query parameters': /^lets in by a query/,
  'match: source labels': /^lets in by the caller/,
  'mirror, iterations': /^mirrors during/,
  'mirror, steps': /^mirrors before/,
  'session affinity': /^gives users of the canary/,
  'affinity of the primary': /^gives users of the primary/,
};

describe('the matrix of providers', () => {
  const page = renderProviderMatrix(PROVIDERS);
  const rows = page.split('\n');

  it.each([
    ['what is run', '| `mesh` | yes | yes |'],
    ['what is degraded and what is refused', '| `bare`, `bare:*` | warns | – |'],
    ['what is left out', '| `mesh` with `appProtocol: tcp` | yes | without |'],
    ['what a canary must have', '| `mesh` | `@a/mesh` | `spec.mesh` | analysis | immediate |'],
    ['a law that binds all', '- splits'],
    ['a law that binds some', '| mirrors | yes | a |'],
    ['why it does not bind the others', '- a: it mirrors nothing'],
    ['how values are compared', '| `mesh` | exact, regex | – | exact, prefix, suffix, regex | one is enough |'],
    ['a provider in another setting', '| law | `mesh` with a route |'],
    ['a law that binds all in other settings', '- gives back'],
    ['names of the past', 'Not listed, because a canary that names it is only told what to use instead: `supermesh*`.'],
  ])('tells %s', (_what, row) => {
    expect(rows).toContain(row);
  });

  it('has no row for names of the past', () => {
    expect(rows.filter(row => row.startsWith('| `supermesh'))).toEqual([]);
  });
});

describe('bundled providers', () => {
  beforeAll(() => {
    run('tsc', ['-b', SOLUTION]);
  }, 120_000);

  it('are held to the laws, but for a name of the past', () => {
    const free = printProviders().filter(({ laws }) => laws === undefined);
    expect(free.flatMap(({ names }) => names)).toEqual(['supergloo*']);
  });

  it('run what the laws say that they can', () => {
    const wrong = printProviders().flatMap(({ names, outcomes: runs, laws }) => (laws === undefined ? [] : Object.entries(LAW_OF)
      .filter(([title, pattern]) => (runs[title] === 'run') !== laws.binding.some(each => pattern.test(each)))
      .map(([title]) => `${String(names)}: ${title}`)));
    expect(wrong).toEqual([]);
  });
});

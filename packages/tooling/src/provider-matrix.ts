import { lawSection } from './law-tables.ts';
import type { LawColumn } from './law-tables.ts';
import { code, table } from './markdown-table.ts';
import type { AnalysisOutcome, PrintedProvider } from './printed-providers.ts';

const MARKS: Readonly<Record<AnalysisOutcome, string>> = { run: 'yes', degraded: 'warns', ignored: 'without', refused: '–' };

/** Parts of a request that are compared, by their titles. */
const COMPARED: Readonly<Record<string, string>> = { headers: 'headers', cookies: 'cookies', 'query parameters': 'queryParams' };

/** How several matches go together. */
const ALTERNATIVES: Readonly<Record<string, string>> = { each: 'one is enough', all: 'all together', last: 'the last header, the last cookie' };

/** All there are. */
const MATCH_KINDS: readonly string[] = ['exact', 'prefix', 'suffix', 'regex'];

/** A provider that the laws bind. */
type BoundProvider = PrintedProvider & Required<Pick<PrintedProvider, 'laws'>>;

/** What each provider runs, needs and is held to. */
export function renderProviderMatrix(providers: readonly PrintedProvider[]): string {
  const bound = providers.filter((each): each is BoundProvider => each.laws !== undefined);
  const variants = bound.flatMap(({ names, variants: others }) => others.map((laws): LawColumn => ({ title: `${code(names)} ${laws.variant ?? ''}`, laws })));
  const former = providers.filter(({ laws }) => laws === undefined).flatMap(({ names }) => names);
  return [
    '# Providers',
    '',
    'Written by `npm run generate` from what each provider declares and from the laws of routers that bind it. Core decides by these declarations and by nothing else.',
    ...(former.length > 0 ? ['', `Not listed, because a canary that names it is only told what to use instead: ${code(former)}.`] : []),
    '',
    '## What an analysis may ask for',
    '',
    '"–": the canary is refused, with a condition and an event that name the field and the providers that can. "warns": it is run without, by iterations, and says so at every check, as Flagger does. "without": it is run without, as Flagger does, and nothing but `flagger lint` says so.',
    '',
    ...table(analysisRows(bound)),
    '',
    '## How an analysis may compare',
    '',
    'The ways of `spec.analysis.match` to say a value; one that a provider lacks is refused like what it can not match at all.',
    '',
    ...table(kindRows(bound)),
    '',
    '## What else is different',
    '',
    ...table(declarationRows(bound)),
    '',
    '## Laws',
    '',
    'What routers are held to, each by a test `conformance.test.ts` of its package.',
    '',
    ...lawSection(bound.map(({ names, laws }): LawColumn => ({ title: code(names), laws }))),
    '',
    ...(variants.length > 0 ? ['## Laws in other settings', '', ...lawSection(variants), ''] : []),
  ].join('\n');
}

function analysisRows(providers: readonly BoundProvider[]): readonly (readonly string[])[] {
  const titles = Object.keys(providers[0]?.outcomes ?? {});
  const cells = (outcomes: PrintedProvider['outcomes']): readonly string[] => titles.map(title => MARKS[outcomes[title] ?? 'refused']);
  return [
    ['provider', ...titles],
    ...providers.flatMap(({ names, outcomes, overTcp }) => [
      [code(names), ...cells(outcomes)],
      ...(overTcp === undefined ? [] : [[`${code(names)} with \`appProtocol: tcp\``, ...cells(overTcp)]]),
    ]),
  ];
}

function declarationRows(providers: readonly BoundProvider[]): readonly (readonly string[])[] {
  const rows = providers.map(({ names, package: pkg, capabilities: { requires, reconcileBefore, readBack } }) => [code(names), code([pkg]), code(requires), reconcileBefore, readBack]);
  return [['provider', 'package', 'the canary must have', 'routes are made before', 'routes are read back'], ...rows];
}

/** Of the providers that match anything. */
function kindRows(providers: readonly BoundProvider[]): readonly (readonly string[])[] {
  const cell = ({ matches, matchKinds }: PrintedProvider['capabilities'], part: string): string => (matches.includes(part) ? (matchKinds?.[part] ?? MATCH_KINDS).join(', ') : '–');
  const rows = providers.filter(({ capabilities: { matches } }) => matches.length > 0).map(({ names, capabilities }) => [code(names), ...Object.values(COMPARED).map(part => cell(capabilities, part)), ALTERNATIVES[capabilities.alternatives ?? 'each'] ?? '–']);
  return [['provider', ...Object.keys(COMPARED), 'several matches'], ...rows];
}

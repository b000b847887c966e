import type { AnalysisOutcome, PrintedProvider } from './printed-providers.ts';

const MARKS: Readonly<Record<AnalysisOutcome, string>> = { run: 'yes', degraded: 'warns', refused: '–' };

/** A provider that the laws bind. */
type BoundProvider = PrintedProvider & Required<Pick<PrintedProvider, 'laws'>>;

/** What each provider runs, needs and is held to. */
export function renderProviderMatrix(providers: readonly PrintedProvider[]): string {
  const bound = providers.filter((each): each is BoundProvider => each.laws !== undefined);
  const former = providers.filter(({ laws }) => laws === undefined).flatMap(({ names }) => names);
  return [
    '# Providers',
    '',
    'Written by `npm run generate` from what each provider declares and from the laws of routers that bind it. Core decides by these declarations and by nothing else.',
    ...(former.length > 0 ? ['', `Not listed, because a canary that names it is only told what to use instead: ${code(former)}.`] : []),
    '',
    '## What an analysis may ask for',
    '',
    '"–": the canary is refused, with a condition and an event that name the field and the providers that can. "warns": it is run without, by iterations, and says so at every check, as Flagger does.',
    '',
    ...table(analysisRows(bound)),
    '',
    '## What else is different',
    '',
    ...table(declarationRows(bound)),
    '',
    '## Laws',
    '',
    'What routers are held to, each by a test `conformance.test.ts` of its package.',
    '',
    ...lawSection(bound),
    '',
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

function lawSection(providers: readonly BoundProvider[]): readonly string[] {
  const titles = [...new Set(providers.flatMap(({ laws: { binding } }) => binding))];
  const some = titles.filter(title => providers.some(provider => reasonFor(title, provider) !== undefined));
  const reasons = [...new Set(some.flatMap(title => providers.map(provider => reasonFor(title, provider)).filter(reason => reason !== undefined)))];
  const letter = (reason: string): string => (reasons.indexOf(reason) + 10).toString(36);
  const mark = (reason: string | undefined): string => (reason === undefined ? 'yes' : letter(reason));
  return [
    'Every router',
    '',
    ...titles.filter(title => !some.includes(title)).map(title => `- ${title}`),
    '',
    'Some do not, and a letter says why:',
    '',
    ...table([['law', ...providers.map(({ names }) => code(names))], ...some.map(title => [title, ...providers.map(provider => mark(reasonFor(title, provider)))])]),
    '',
    ...reasons.map(reason => `- ${letter(reason)}: ${reason}`),
  ];
}

/** Why a law does not bind a provider; undefined: it does. */
function reasonFor(title: string, { laws: { leftOut } }: BoundProvider): string | undefined {
  return leftOut.find(each => each.title === title)?.reason;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`);
}

function code(values: readonly string[]): string {
  return values.length === 0 ? '–' : values.map(value => `\`${value}\``).join(', ');
}

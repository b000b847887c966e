import assert from 'node:assert/strict';
import type { AnalysisMatch, MatchKind, MatchPart, RouteSubject } from '@flagger/sdk';
import type { RoutedRequest } from '../traffic/route-plan.ts';
import { capabilitiesOf, percent } from './law-row.ts';
import type { Exemption, LawRow } from './law-row.ts';
import type { RouterLab } from './router-lab.ts';
import type { Insider } from './router-subject.ts';

/** The usual insider by one part of a match. */
interface InsiderRow extends Insider {
  readonly part: MatchPart;
  readonly title: string;
}

/** An insider whose value is compared in some way, and somebody with another value. */
interface ComparedRow extends InsiderRow {
  readonly part: 'headers' | 'queryParams';
  readonly kind: MatchKind;
  readonly stranger: Partial<RoutedRequest>;
}

const HEADER: InsiderRow = { part: 'headers', title: 'a header', match: { headers: { 'x-lab': { exact: 'insider' } } }, request: { headers: { 'x-lab': 'insider' } } };
const SECOND: Insider = { match: { headers: { 'x-second': { exact: 'yes' } } }, request: { headers: { 'x-second': 'yes' } } };

const INSIDERS: readonly InsiderRow[] = [
  HEADER,
  { part: 'cookies', title: 'a cookie', match: { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }, request: { headers: { cookie: 'a=b;canary=always' } } },
  { part: 'queryParams', title: 'a query parameter', match: { queryParams: { lab: { exact: 'insider' } } }, request: { target: '/?lab=insider' } },
  { part: 'sourceLabels', title: "the caller's labels", match: { sourceLabels: { role: 'tester' } }, request: { sourceLabels: { role: 'tester' } } },
];

const COMPARED: readonly ComparedRow[] = [
  ...([['prefix', 'ins'], ['suffix', 'der'], ['regex', 'i.*(d|x)er']] as const).map(([kind, value]) => comparedHeader(kind, value)),
  ...([['prefix', 'ins'], ['regex', 'i.*(d|x)er']] as const).map(([kind, value]) => comparedParameter(kind, value)),
];

/** A/B testing. */
export const MATCH_LAWS: readonly LawRow[] = [
  ...INSIDERS.map((insider): LawRow => ({
    title: `lets in by ${insider.title} who is to test the canary, and nobody else`,
    exempt: [withoutPart(insider)],
    check: (lab, signal) => checkInsider(lab, lab.subject.insiders?.[insider.part] ?? insider, signal),
  })),
  ...COMPARED.map((insider): LawRow => ({
    title: `lets in by the ${insider.kind} of ${insider.title} who is to test the canary, and nobody else`,
    exempt: [withoutPart(insider), withoutKind(insider)],
    check: (lab, signal) => checkInsider(lab, insider, signal),
  })),
  {
    title: 'lets in by each of several matches, of which one is enough',
    exempt: [withoutPart(HEADER), ({ provider }) => ((provider.capabilities.alternatives ?? 'each') === 'each' ? undefined : 'it puts several matches together')],
    check: (lab, signal) => checkMatches(lab, { match: [HEADER.match, SECOND.match], insider: SECOND.request, outsider: {} }, signal),
  },
  {
    title: 'lets in by several headers of one match who has them all',
    exempt: [withoutPart(HEADER), ({ provider }) => (provider.capabilities.alternatives === 'last' ? 'of several headers it takes the last' : undefined)],
    check: (lab, signal) => checkMatches(lab, {
      match: [{ headers: { ...HEADER.match.headers, ...SECOND.match.headers } }], insider: { headers: { ...HEADER.request.headers, ...SECOND.request.headers } }, outsider: HEADER.request,
    }, signal),
  },
];

function comparedHeader(kind: MatchKind, value: string): ComparedRow {
  const match: AnalysisMatch = { headers: { 'x-lab': { [kind]: value } } };
  return { part: 'headers', title: 'a header', kind, match, request: { headers: { 'x-lab': 'insider' } }, stranger: { headers: { 'x-lab': 'nobody' } } };
}

function comparedParameter(kind: MatchKind, value: string): ComparedRow {
  const match: AnalysisMatch = { queryParams: { lab: { [kind]: value } } };
  return { part: 'queryParams', title: 'a query parameter', kind, match, request: { target: '/?lab=insider' }, stranger: { target: '/?lab=nobody' } };
}

function withoutPart({ part, title }: InsiderRow): Exemption {
  return subject => (capabilitiesOf(subject).matches.includes(part) ? undefined : `its routes cannot match by ${title}`);
}

function withoutKind({ part, kind, title }: ComparedRow): Exemption {
  return subject => (capabilitiesOf(subject).matchKinds?.[part]?.includes(kind) === false ? `its routes cannot match by the ${kind} of ${title}` : undefined);
}

function checkInsider(lab: RouterLab, { match, request, stranger = {} }: Insider & Partial<Pick<ComparedRow, 'stranger'>>, signal: AbortSignal): Promise<void> {
  return checkMatches(lab, { match: [match], insider: request, outsider: stranger }, signal);
}

/** Who is let in, and who is not, by several matches. */
interface Entrance extends Omit<Test, 'release'> {
  readonly match: readonly AnalysisMatch[];
}

async function checkMatches(lab: RouterLab, entrance: Entrance, signal: AbortSignal): Promise<void> {
  const release = lab.release({ analysis: { iterations: 3, match: entrance.match }, status: { iterations: 1 } });
  const from = (each: Partial<RoutedRequest>): Partial<RoutedRequest> => ({ ...each, headers: { ...lab.subject.request?.headers, ...each.headers } });
  const [insider, outsider] = [from(entrance.insider), from(entrance.outsider)];
  await lab.router.reconcile(release, signal);
  assert.deepEqual(await lab.split(insider, signal), percent(0), 'an insider before the test');
  await lab.router.setTraffic(release, percent(100), signal);
  await checkTest(lab, { release, insider, outsider }, signal);
  await lab.router.reconcile(release, signal);
  await checkTest(lab, { release, insider, outsider }, signal);
  await lab.router.setTraffic(release, percent(0), signal);
  assert.deepEqual(await lab.split(insider, signal), percent(0), 'an insider after the test');
}

interface Test {
  readonly release: RouteSubject;
  readonly insider: Partial<RoutedRequest>;
  readonly outsider: Partial<RoutedRequest>;
}

async function checkTest(lab: RouterLab, { release, insider, outsider }: Test, signal: AbortSignal): Promise<void> {
  assert.deepEqual(await lab.readBack(release, signal), percent(100), 'getTraffic');
  assert.deepEqual(await lab.split(insider, signal), percent(100), 'an insider');
  assert.deepEqual(await lab.split({}, signal), percent(0), 'anybody else');
  assert.deepEqual(await lab.split(outsider, signal), percent(0), 'somebody with another value');
}

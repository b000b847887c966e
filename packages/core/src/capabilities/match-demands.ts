import { MATCH_KINDS } from '@flagger/sdk';
import type { AnalysisMatch, CanarySpec, MatchKind, MatchPart, ProviderCapabilities, StringMatches } from '@flagger/sdk';
import type { Demand } from './demand.ts';

const ABILITIES: Readonly<Record<MatchPart, string>> = {
  headers: 'match requests by headers',
  cookies: 'match requests by cookies',
  queryParams: 'match requests by query parameters',
  sourceLabels: "match requests by the caller's labels",
};

/** Goes without saying, where a part can be matched at all. */
const PLAIN: MatchKind = 'exact';

/** What `analysis.match` asks of routes; a header `cookie` asks for cookies. */
export function matchDemands({ analysis: { match = [] } }: CanarySpec): readonly Demand[] {
  return match.flatMap((entry, at) => entryDemands(entry, `spec.analysis.match[${at}]`));
}

function entryDemands({ headers = {}, queryParams = {}, sourceLabels = {} }: AnalysisMatch, field: string): readonly Demand[] {
  const [cookies, others] = [true, false].map(wanted => Object.fromEntries(Object.entries(headers).filter(([name]) => isCookie(name) === wanted)));
  const demands = [
    ...valueDemands('headers', others, `${field}.headers`),
    ...valueDemands('cookies', cookies, `${field}.headers`),
    ...valueDemands('queryParams', queryParams, `${field}.queryParams`),
    ...(Object.keys(sourceLabels).length > 0 ? [partDemand('sourceLabels', `${field}.sourceLabels`)] : []),
  ];
  return demands.length > 0 ? demands : [demand(field, 'match requests', ({ matches }) => matches.length > 0)];
}

/** Whether a header stands for cookies. */
export function isCookie(header: string): boolean {
  return header.toLowerCase() === 'cookie';
}

/** One demand for each way of comparing that does not go without saying, or one for the part. */
function valueDemands(part: Exclude<MatchPart, 'sourceLabels'>, values: StringMatches = {}, field: string): readonly Demand[] {
  const [first] = Object.keys(values);
  if (first === undefined) return [];
  const byKind = Object.entries(values).flatMap(([name, match]) => MATCH_KINDS.filter(kind => kind !== PLAIN && match[kind]).map(kind => kindDemand({ part, name, kind }, `${field}.${name}.${kind}`)));
  return byKind.length > 0 ? byKind : [partDemand(part, part === 'cookies' ? `${field}.${first}` : field)];
}

function partDemand(part: MatchPart, field: string): Demand {
  return demand(field, ABILITIES[part], ({ matches }) => matches.includes(part));
}

/** @differs Flagger leaves out, or turns into something else, what a provider can't compare so: `unmet-demands.test.ts` "ways to compare" */
function kindDemand({ part, name, kind }: { readonly part: Exclude<MatchPart, 'sourceLabels'>; readonly name: string; readonly kind: MatchKind }, field: string): Demand {
  // Some providers know cookies by the small letters of `cookie` only, and take other spellings for any header.
  const compared = part === 'cookies' && name !== 'cookie' ? 'headers' : part;
  return demand(field, `${ABILITIES[part]} with ${kind}`, ({ matches, matchKinds }) => matches.includes(part) && (matchKinds?.[compared]?.includes(kind) ?? true));
}

function demand(field: string, ability: string, canMatch: (capabilities: ProviderCapabilities) => boolean): Demand {
  return { field, ability, isMetBy: capabilities => capabilities.weights && canMatch(capabilities), withoutWeights: 'degraded' };
}

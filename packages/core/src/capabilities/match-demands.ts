import type { AnalysisMatch, CanarySpec, ProviderCapabilities } from '@flagger/sdk';
import { DEGRADES_WITHOUT_WEIGHTS } from './demand.ts';
import type { Demand } from './demand.ts';

type MatchPart = ProviderCapabilities['matches'][number];

const ABILITIES: Readonly<Record<MatchPart, string>> = {
  headers: 'match requests by headers',
  cookies: 'match requests by cookies',
  queryParams: 'match requests by query parameters',
  sourceLabels: "match requests by the caller's labels",
};

/** What `analysis.match` asks of routes; a header `cookie` asks for cookies. */
export function matchDemands({ analysis: { match = [] } }: CanarySpec): readonly Demand[] {
  return match.flatMap((entry, at) => entryDemands(entry, `spec.analysis.match[${at}]`));
}

function entryDemands({ headers = {}, queryParams = {}, sourceLabels = {} }: AnalysisMatch, field: string): readonly Demand[] {
  const cookie = Object.keys(headers).find(isCookie);
  const demands = [
    ...(Object.keys(headers).some(name => !isCookie(name)) ? [partDemand('headers', `${field}.headers`)] : []),
    ...(cookie === undefined ? [] : [partDemand('cookies', `${field}.headers.${cookie}`)]),
    ...(Object.keys(queryParams).length > 0 ? [partDemand('queryParams', `${field}.queryParams`)] : []),
    ...(Object.keys(sourceLabels).length > 0 ? [partDemand('sourceLabels', `${field}.sourceLabels`)] : []),
  ];
  return demands.length > 0 ? demands : [demand(field, 'match requests', ({ matches }) => matches.length > 0)];
}

function isCookie(header: string): boolean {
  return header.toLowerCase() === 'cookie';
}

function partDemand(part: MatchPart, field: string): Demand {
  return demand(field, ABILITIES[part], ({ matches }) => matches.includes(part));
}

function demand(field: string, ability: string, canMatch: Demand['isMetBy']): Demand {
  return { field, ability, isMetBy: capabilities => capabilities.weights && canMatch(capabilities), degradesOn: DEGRADES_WITHOUT_WEIGHTS };
}

import type { AnalysisMatch, CanarySpec, ProviderCapabilities } from '@flagger/sdk';
import type { Demand } from './demand.ts';
import { isCookie } from './match-demands.ts';

/**
 * What several entries of `analysis.match`, and several conditions of one, ask of routes.
 *
 * @differs Flagger puts them together in its own ways without a word: `alternative-demands.test.ts` "is told"
 */
export function alternativeDemands({ analysis: { match = [] } }: CanarySpec): readonly Demand[] {
  const crowded = match.findIndex(entry => conditionsIn(entry) > 1);
  return [
    ...(match.length > 1 ? [demand('spec.analysis.match[1]', 'let in by any one of several matches', ({ alternatives = 'each' }) => alternatives === 'each' || (alternatives === 'last' && isAllKept(match)))] : []),
    ...(crowded === -1 ? [] : [demand(`spec.analysis.match[${crowded}]`, 'ask for several conditions at once', ({ alternatives }) => alternatives !== 'last')]),
  ];
}

function conditionsIn({ headers = {}, queryParams = {} }: AnalysisMatch): number {
  return Object.keys(headers).length + Object.keys(queryParams).length;
}

/** Whether none is lost where of all headers, and of all cookies, the last one counts. */
function isAllKept(match: readonly AnalysisMatch[]): boolean {
  const names = match.flatMap(({ headers = {} }) => Object.keys(headers));
  return names.filter(isCookie).length <= 1 && names.filter(name => !isCookie(name)).length <= 1;
}

/** Never refused: Flagger runs it in its way. */
function demand(field: string, ability: string, isSaid: (capabilities: ProviderCapabilities) => boolean): Demand {
  const matchesAny = ({ weights, matches }: ProviderCapabilities): boolean => weights && matches.length > 0;
  return { field, ability, concerns: matchesAny, isMetBy: capabilities => matchesAny(capabilities) && isSaid(capabilities), withoutWeights: 'ignored', isIgnoredBy: () => true };
}

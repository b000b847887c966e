import type { AnalysisMatch, HttpMatch } from '@flagger/sdk';

/**
 * Every pair of an analysis match and a service match: the service's, with headers and source labels of the analysis.
 * Without service matches, the analysis' own.
 *
 * @source flagger pkg/router/istio.go mergeMatchConditions
 */
export function mergeMatches(analysis: readonly AnalysisMatch[], service: readonly HttpMatch[]): readonly HttpMatch[] {
  if (service.length === 0) return analysis;
  return analysis.flatMap(({ headers, sourceLabels }) => service.map(match => ({ ...match, ...(headers && { headers }), ...(sourceLabels && { sourceLabels }) })));
}

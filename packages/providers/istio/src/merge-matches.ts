import type { AnalysisMatch, HttpMatch } from '@flagger/sdk';

/**
 * Every pair of an analysis match and a service match: the service's, with headers, query parameters and source labels of
 * the analysis. Without service matches, the analysis' own.
 *
 * @source flagger pkg/router/istio.go mergeMatchConditions
 * @differs Flagger loses `queryParams` where the service has matches, and then sends everybody to the canary. Test: istio
 * matches "query parameters"
 */
export function mergeMatches(analysis: readonly AnalysisMatch[], service: readonly HttpMatch[]): readonly HttpMatch[] {
  if (service.length === 0) return analysis;
  return analysis.flatMap(({ headers, queryParams, sourceLabels }) =>
    service.map(match => ({ ...match, ...(headers && { headers }), ...(queryParams && { queryParams }), ...(sourceLabels && { sourceLabels }) })),
  );
}

import { CanaryError } from '@flagger/sdk';
import type { AnalysisMatch, Canary, StringMatch } from '@flagger/sdk';
import type { MatchCondition, ValueCondition } from './contour-types.ts';

/**
 * The conditions of each route to the canary, one route for each entry of `analysis.match`.
 *
 * @throws CanaryError Unsupported, where an entry has nothing that Contour can match: its route would take every request
 * @source flagger pkg/router/contour.go makeConditions
 * @differs Entries are alternatives. Flagger asks for all of them at once, with a prefix for each header, which Contour refuses. Test: contour render "one route for each match"
 * @differs Regular expressions and query parameters are matched; Flagger leaves them out, and everybody gets the canary. Test: contour render "by regular expression"
 */
export function matchConditions(canary: Canary, prefix: string): readonly (readonly MatchCondition[])[] {
  return (canary.spec.analysis.match ?? []).map((match, index) => {
    const [first, ...others] = valueConditions(match);
    if (first !== undefined) return [{ prefix, ...first }, ...others];
    throw new CanaryError('Unsupported', 'never', `spec.analysis.match[${index}] has neither headers nor queryParams: an HTTPProxy can match nothing else`);
  });
}

function valueConditions({ headers = {}, queryParams = {} }: AnalysisMatch): readonly MatchCondition[] {
  return [
    ...sorted(headers).map(([name, match]) => ({ header: headerCondition(name, match) })),
    ...sorted(queryParams).map(([name, match]) => ({ queryParameter: { name, ...match } })),
  ];
}

/** Contour looks for the beginning or end of a header anywhere in it. */
function headerCondition(name: string, { prefix, suffix, exact, regex }: StringMatch): ValueCondition {
  const contains = prefix || suffix;
  if (contains) return { name, contains };
  return regex ? { name, regex } : { name, ...(exact && { exact }) };
}

function sorted(matches: Readonly<Record<string, StringMatch>>): readonly (readonly [string, StringMatch])[] {
  return Object.entries(matches).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

import { CanaryError } from '@flagger/sdk';
import type { AnalysisMatch, CanaryService, HttpMatch, StringMatch, StringMatches } from '@flagger/sdk';
import type { RouteMatch, ValueMatch } from './gateway-api-types.ts';
import { sortedEntries } from './sorted-entries.ts';

/** What the API server fills in; without it each look at the route would find a difference. */
const ANY_PATH = { type: 'PathPrefix', value: '/' } as const;

/** Requests that carry these headers and query parameters. */
export type Criteria = Pick<RouteMatch, 'headers' | 'queryParams'>;

/** Holds matches to requests that meet criteria, too. */
export type Narrowing = (matches: readonly RouteMatch[], criteria: Criteria) => readonly RouteMatch[];

/**
 * `service.match`, as HTTPRoutes say it; all requests where it has nothing that routes can say.
 *
 * @differs A match without a path gets the one that the API server fills in; Flagger rewrites such a route at every check, and
 * resets its weights. Test: gateway-api matches "without a path"
 * @throws CanaryError Invalid
 */
export function serviceMatches(service: CanaryService | undefined): readonly RouteMatch[] {
  const mapped = (service?.match ?? []).map((match, at) => ({ ...routeMatch(match, `spec.service.match[${at}]`) })).filter(match => Object.keys(match).length > 0);
  return (mapped.length > 0 ? mapped : [{}]).map(match => ({ path: ANY_PATH, ...match }));
}

/**
 * Every pair of a match of the analysis and one of the service: the service's, with headers and query parameters of the analysis.
 *
 * @source flagger pkg/router/gateway_api.go mergeMatchConditions
 * @differs What routes can't say is an error; Flagger then sends all requests to the canary: `render.test.ts` "testers that can't be said"
 * @throws CanaryError Invalid
 */
export function analysisMatches(analysis: readonly AnalysisMatch[], service: readonly RouteMatch[], narrow: Narrowing = withCriteria): readonly RouteMatch[] {
  return analysis.flatMap((match, at) => {
    const field = `spec.analysis.match[${at}]`;
    const mapped = criteria(match, field);
    if (Object.keys(mapped).length === 0) throw new CanaryError('Invalid', 'never', `${field} has neither headers nor queryParams; HTTPRoutes know testers by nothing else`);
    return narrow(service, mapped);
  });
}

/** Matches with other headers or query parameters in place of theirs. */
export const withCriteria: Narrowing = (matches, changed) => matches.map(match => ({ ...match, ...changed }));

function routeMatch({ uri, method, ...match }: HttpMatch, field: string): RouteMatch {
  return { ...(uri && { path: pathMatch(uri, field) }), ...(method && { method: methodOf(method, field) }), ...criteria(match, field) };
}

/** Headers and query parameters as routes say them. @throws CanaryError Invalid */
export function criteria({ headers = {}, queryParams = {} }: Pick<HttpMatch, 'headers' | 'queryParams'>, field: string): Criteria {
  return {
    ...(Object.keys(headers).length > 0 && { headers: valueMatches(headers, `${field}.headers`) }),
    ...(Object.keys(queryParams).length > 0 && { queryParams: valueMatches(queryParams, `${field}.queryParams`) }),
  };
}

function pathMatch({ exact, prefix, regex }: StringMatch, field: string): NonNullable<RouteMatch['path']> {
  if (regex) return { type: 'RegularExpression', value: regex };
  if (exact) return { type: 'Exact', value: exact };
  if (prefix) return { type: 'PathPrefix', value: prefix };
  throw unsayable(`${field}.uri`, 'exact, prefix or regex');
}

function methodOf({ exact }: StringMatch, field: string): string {
  if (exact) return exact;
  throw unsayable(`${field}.method`, 'exact');
}

/** @differs Sorted by name; in Flagger the order changes from check to check, and with it the route. Test: gateway-api matches "sorted" */
function valueMatches(matches: StringMatches, field: string): readonly ValueMatch[] {
  return sortedEntries(matches).map(([name, { exact, regex }]) => {
    if (exact) return { type: 'Exact', name, value: exact };
    if (regex) return { type: 'RegularExpression', name, value: regex };
    throw unsayable(`${field}.${name}`, 'exact or regex');
  });
}

/** For a field of a canary that routes have no words for. */
export function unsayable(field: string, allowed: string, kind = 'HTTPRoute'): CanaryError {
  return new CanaryError('Invalid', 'never', `${field} can't be said in a${kind === 'HTTPRoute' ? 'n' : ''} ${kind}; allowed is ${allowed}, and not empty`);
}

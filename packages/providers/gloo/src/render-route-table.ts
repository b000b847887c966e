import { apexRouteMeta, CanaryError } from '@flagger/sdk';
import type { AnalysisMatch, Canary, Role, RouteSubject, StringMatch, Traffic } from '@flagger/sdk';
import { ROUTE_TABLES } from './gloo-types.ts';
import type { HeaderMatcher, Route, RouteTable, WeightedDestination } from './gloo-types.ts';
import { upstreamName } from './upstream-name.ts';

/** The RouteTable of a canary at a split. Pure. @throws CanaryError Invalid @source flagger pkg/router/gloo.go */
export function renderRouteTable(subject: RouteSubject, traffic: Traffic, ownerReferences: boolean): RouteTable & { readonly spec: object } {
  return {
    apiVersion: ROUTE_TABLES.apiVersion,
    kind: ROUTE_TABLES.kind,
    metadata: apexRouteMeta(subject, { ownerReferences }),
    spec: { routes: routes(subject.canary, traffic) },
  };
}

/** @differs Requests of others than testers go to the primary; Flagger gives them no route, which is answered with 404. Test: gloo render "leaves the others on the primary" */
function routes(canary: Canary, traffic: Traffic): readonly Route[] {
  const split = routeTo([destination(canary, 'primary', traffic.primary), destination(canary, 'canary', traffic.canary)]);
  const { match = [] } = canary.spec.analysis;
  if (match.length === 0) return [split];
  return [{ ...split, matchers: [{ headers: headerMatchers(match) }] }, routeTo([destination(canary, 'primary', 100)])];
}

function routeTo(destinations: readonly WeightedDestination[]): Route {
  return { inheritablePathMatchers: true, routeAction: { multi: { destinations } } };
}

/** As Go writes it: without a weight of 0. */
function destination(canary: Canary, role: Role, weight: number): WeightedDestination {
  return { destination: { upstream: { name: upstreamName(canary, role), namespace: canary.metadata.namespace ?? '' } }, ...(weight > 0 && { weight }) };
}

/**
 * All headers of all matches, of which a tester must have every one.
 *
 * @differs Sorted by name; in Flagger the order changes from check to check. What Gloo can't say is an error; Flagger lets everybody in
 * who has the header at all. Test: gloo render "testers"
 */
function headerMatchers(matches: readonly AnalysisMatch[]): readonly HeaderMatcher[] {
  const headers = matches.flatMap(({ headers: named = {} }, at) => Object.entries(named).map(([name, match]) => headerMatcher(name, match, at)));
  if (headers.length === 0) throw new CanaryError('Invalid', 'never', 'spec.analysis.match has no headers; Gloo knows testers by nothing else');
  return headers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function headerMatcher(name: string, { exact, regex }: StringMatch, at: number): HeaderMatcher {
  if (exact) return { name, value: exact };
  if (regex) return { name, value: regex, regex: true };
  throw new CanaryError('Invalid', 'never', `spec.analysis.match[${at}].headers.${name} can't be said in a RouteTable; allowed is exact or regex, and not empty`);
}

import { CanaryError, serviceNames } from '@flagger/sdk';
import type { AnalysisMatch, Canary, StringMatch, Traffic } from '@flagger/sdk';
import type { HeaderMatch, HttpRoute, Route } from './appmesh-types.ts';
import type { RouteDialect } from './appmesh-version.ts';
import { retriesOf, timeoutMs } from './service-fields.ts';

const TESTERS_PRIORITY = 10;
const OTHERS_PRIORITY = 20;

/** The routes of the apex: one that splits, or one for testers before one for all others. @throws CanaryError Invalid @source flagger pkg/router/appmesh.go */
export function apexRoutes(canary: Canary, traffic: Traffic, dialect: RouteDialect): readonly Route[] {
  const { apex, primary } = serviceNames(canary);
  const action = splitAction(canary, traffic, dialect);
  const { match = [] } = canary.spec.analysis;
  if (match.length === 0) return [route(apex, { action }, { canary, dialect })];
  return [
    { ...route(`${apex}-a`, { action, headers: headerMatches(match) }, { canary, dialect }), priority: TESTERS_PRIORITY },
    { ...route(`${apex}-b`, { action: { weightedTargets: [dialect.writeTarget(primary, 100)] } }, { canary, dialect }), priority: OTHERS_PRIORITY },
  ];
}

/** The route to the canary alone, by which it can be tested. */
export function canaryRoutes(canary: Canary, dialect: RouteDialect): readonly Route[] {
  return [route(serviceNames(canary).canary, { action: splitAction(canary, { primary: 0, canary: 100, mirrored: false }, dialect) }, { canary, dialect })];
}

/** What sends requests to both nodes. */
export function splitAction(canary: Canary, traffic: Traffic, { writeTarget }: RouteDialect): NonNullable<HttpRoute['action']> {
  const names = serviceNames(canary);
  return { weightedTargets: [writeTarget(names.canary, traffic.canary), writeTarget(names.primary, traffic.primary)] };
}

function route(
  name: string,
  { action, headers = [] }: { readonly action: NonNullable<HttpRoute['action']>; readonly headers?: readonly HeaderMatch[] },
  { canary, dialect }: { readonly canary: Canary; readonly dialect: RouteDialect },
): Route {
  const perRequestMs = timeoutMs(canary);
  const retries = retriesOf(canary);
  const http: HttpRoute = {
    match: { prefix: canary.spec.service?.match?.[0]?.uri?.prefix || '/', ...(headers.length > 0 && { headers }) },
    ...(perRequestMs !== undefined && dialect.writeTimeout(perRequestMs)),
    ...(retries && { retryPolicy: dialect.writeRetries(retries) }),
    action,
  };
  return { name, [dialect.field]: http };
}

/**
 * All headers of all matches, of which a tester must have every one.
 *
 * @differs Sorted by name; in Flagger the order changes from check to check. Without a header it is an error; Flagger then sends
 * all requests to the canary. Test: appmesh render "testers"
 */
function headerMatches(matches: readonly AnalysisMatch[]): readonly HeaderMatch[] {
  const headers = matches.flatMap(({ headers: named = {} }) => Object.entries(named));
  if (headers.length === 0) throw new CanaryError('Invalid', 'never', 'spec.analysis.match has no headers; App Mesh knows testers by nothing else');
  return headers.map(([name, match]) => ({ name, match: onlySet(match) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function onlySet(match: StringMatch): StringMatch {
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== ''));
}

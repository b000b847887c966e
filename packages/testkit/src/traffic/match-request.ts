import type { HttpMatch, StringMatch } from '@flagger/sdk';
import type { RoutedRequest } from './route-plan.ts';

type Check = (match: HttpMatch, request: RoutedRequest) => boolean;

/** Each field of a match as one check; a field that is not set holds. */
const CHECKS: readonly Check[] = [
  ({ uri, ignoreUriCase = false }, request) => holds(uri, pathOf(request), ignoreUriCase),
  ({ method }, request) => holds(method, request.method),
  ({ authority }, request) => holds(authority, request.host),
  ({ scheme }) => holds(scheme, 'http'),
  ({ headers = {} }, request) => Object.entries(headers).every(([name, match]) => present(match, request.headers[name.toLowerCase()])),
  ({ withoutHeaders = {} }, request) => !Object.entries(withoutHeaders).some(([name, match]) => present(match, request.headers[name.toLowerCase()])),
  ({ queryParams = {} }, request) => {
    const params = new URL(request.target, 'http://mesh').searchParams;
    return Object.entries(queryParams).every(([name, match]) => present(match, params.get(name) ?? undefined));
  },
  ({ sourceLabels = {} }, request) => Object.entries(sourceLabels).every(([name, value]) => request.sourceLabels[name] === value),
  ({ sourceNamespace }, request) => sourceNamespace === undefined || sourceNamespace === request.sourceNamespace,
  ({ gateways }, request) => gateways === undefined || gateways.includes(request.gateway),
];

/** Whether a request has everything that a match asks for. @source Istio HTTPMatchRequest */
export function matchesRequest(match: HttpMatch, request: RoutedRequest): boolean {
  return CHECKS.every(check => check(match, request));
}

/** Whether a text matches; regular expressions have to match the whole. An empty match holds for everything. */
export function matchesString({ exact, prefix, suffix, regex }: StringMatch, text: string): boolean {
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  if (suffix !== undefined) return text.endsWith(suffix);
  return regex === undefined || new RegExp(`^(?:${regex})$`, 's').test(text);
}

/** The path without the query. */
export function pathOf({ target }: Pick<RoutedRequest, 'target'>): string {
  return target.split('?', 1)[0] ?? '/';
}

function present(match: StringMatch, value: string | undefined): boolean {
  return value !== undefined && matchesString(match, value);
}

function holds(match: StringMatch | undefined, text: string, ignoreCase = false): boolean {
  if (match === undefined) return true;
  if (!ignoreCase) return matchesString(match, text);
  const lower = Object.fromEntries(Object.entries(match).map(([kind, value]: [string, string]) => [kind, value.toLowerCase()]));
  return matchesString(lower, text.toLowerCase());
}

import { parseGoDuration, serviceNames } from '@flagger/sdk';
import type { Canary, CanaryService, CorsPolicy, HeaderOperations, HttpRewrite, RequestMirror } from '@flagger/sdk';
import type { BackendRef, CorsFilter, HeaderModifier, PathModifier, RouteFilter } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { sortedEntries } from './sorted-entries.ts';

/** What the API server fills in, in seconds. */
const DEFAULT_CORS_MAX_AGE_S = 5;

/** The filters that every rule of a canary has. @source flagger pkg/router/gateway_api.go makeFilters */
export function serviceFilters(service: CanaryService | undefined, { cors }: Pick<GatewayApiVersion, 'cors'>): readonly RouteFilter[] {
  const { headers, rewrite, mirror = [], corsPolicy } = service ?? {};
  return [
    ...(headers?.request ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: headerModifier(headers.request) } as const] : []),
    ...(headers?.response ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: headerModifier(headers.response) } as const] : []),
    ...(rewrite ? [rewriteFilter(rewrite)] : []),
    ...mirror.map(mirrorFilter),
    ...(cors && corsPolicy ? [{ type: 'CORS', cors: corsFilter(corsPolicy) } as const] : []),
  ];
}

/** Sets a cookie on responses. */
export function setCookieFilter(cookie: string): RouteFilter {
  return { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [{ name: 'Set-Cookie', value: cookie }] } };
}

/** Copies requests to the canary. */
export function canaryMirror(canary: Canary): RouteFilter {
  return mirrorFilter({ backendRef: { name: serviceNames(canary).canary, port: canary.spec.service?.port ?? 0 } });
}

/** How many of a rule's filters copy requests to a Service of this name. */
export function countMirrors(filters: readonly RouteFilter[] | undefined, name: string): number {
  return (filters ?? []).filter(filter => filter.type === 'RequestMirror' && filter.requestMirror.backendRef.name === name).length;
}

/** A field that holds the list, unless that is empty: an API server keeps no empty lists of these. */
export function filtersField(filters: readonly RouteFilter[]): Pick<BackendRef, 'filters'> {
  return filters.length > 0 ? { filters } : {};
}

function headerModifier({ add = {}, set = {}, remove = [] }: HeaderOperations): HeaderModifier {
  const values = (changes: Readonly<Record<string, string>>): NonNullable<HeaderModifier['add']> => sortedEntries(changes).map(([name, value]) => ({ name, value }));
  return {
    ...(Object.keys(add).length > 0 && { add: values(add) }),
    ...(Object.keys(set).length > 0 && { set: values(set) }),
    ...(remove.length > 0 && { remove }),
  };
}

function rewriteFilter({ authority, uri, type }: HttpRewrite): RouteFilter {
  const path: PathModifier | undefined = uri
    ? type === 'ReplacePrefixMatch' ? { type, replacePrefixMatch: uri } : { type: 'ReplaceFullPath', replaceFullPath: uri }
    : undefined;
  return { type: 'URLRewrite', urlRewrite: { ...(authority && { hostname: authority }), ...(path && { path }) } };
}

function mirrorFilter({ backendRef: { group = '', kind = 'Service', name, namespace, port } }: RequestMirror): RouteFilter {
  return { type: 'RequestMirror', requestMirror: { backendRef: { group, kind, name, ...(namespace && { namespace }), ...(port && { port }) } } };
}

function corsFilter({ allowOrigin: allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge = '' }: CorsPolicy): CorsFilter {
  const ms = parseGoDuration(maxAge);
  const lists = Object.entries({ allowOrigins, allowMethods, allowHeaders, exposeHeaders }).filter(([, list]) => (list ?? []).length > 0);
  return {
    ...Object.fromEntries(lists),
    ...(allowCredentials && { allowCredentials }),
    maxAge: ms === undefined ? DEFAULT_CORS_MAX_AGE_S : Math.trunc(ms / 1000),
  };
}

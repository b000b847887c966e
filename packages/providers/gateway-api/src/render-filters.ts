import { parseGoDuration, serviceNames } from '@flagger/sdk';
import type { Canary, CanaryService, CorsPolicy, HeaderOperations, HttpRewrite, RequestMirror } from '@flagger/sdk';
import type { BackendRef, CorsFilter, HeaderModifier, HeaderValue, MirrorFilter, PathModifier, RouteFilter } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { unsayable } from './render-matches.ts';
import { sortedEntries } from './sorted-entries.ts';

/** What the API server fills in, in seconds; it takes no less than one. */
const DEFAULT_CORS_MAX_AGE_S = 5;

const ALL_PERCENT = 100;

/** The filters that every rule of a canary has. @throws CanaryError Invalid @source flagger pkg/router/gateway_api.go makeFilters */
export function serviceFilters(service: CanaryService | undefined, { cors }: Pick<GatewayApiVersion, 'cors'>): readonly RouteFilter[] {
  const { headers, rewrite, mirror = [], corsPolicy } = service ?? {};
  return [
    ...(headers?.request ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: headerModifier(headers.request, 'spec.service.headers.request') } as const] : []),
    ...(headers?.response ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: headerModifier(headers.response, 'spec.service.headers.response') } as const] : []),
    ...(rewrite ? [rewriteFilter(rewrite)] : []),
    ...mirror.map(mirrorFilter),
    ...(cors && corsPolicy ? [{ type: 'CORS', cors: corsFilter(corsPolicy) } as const] : []),
  ];
}

/** Filters that set a cookie on responses, too: in the one that changes response headers, for routes take no second. */
export function withSetCookie(filters: readonly RouteFilter[], cookie: string): readonly RouteFilter[] {
  const header = { name: 'Set-Cookie', value: cookie };
  const changer = filters.find(({ type }) => type === 'ResponseHeaderModifier');
  if (changer?.type !== 'ResponseHeaderModifier') return [...filters, { type: 'ResponseHeaderModifier', responseHeaderModifier: { add: [header] } }];
  const responseHeaderModifier = { ...changer.responseHeaderModifier, add: [...(changer.responseHeaderModifier.add ?? []), header] };
  return filters.map(filter => (filter === changer ? { ...changer, responseHeaderModifier } : filter));
}

/** Filters without what {@link withSetCookie} added for cookies of these names. */
export function withoutSetCookie(filters: readonly RouteFilter[], names: readonly string[]): readonly RouteFilter[] {
  const isOurs = ({ name, value }: HeaderValue): boolean => name === 'Set-Cookie' && names.some(each => value.startsWith(`${each}=`));
  return filters.flatMap(filter => {
    if (filter.type !== 'ResponseHeaderModifier' || !filter.responseHeaderModifier.add?.some(isOurs)) return [filter];
    const { add, ...others } = filter.responseHeaderModifier;
    const kept = add.filter(header => !isOurs(header));
    const responseHeaderModifier = { ...others, ...(kept.length > 0 && { add: kept }) };
    return Object.keys(responseHeaderModifier).length > 0 ? [{ ...filter, responseHeaderModifier }] : [];
  });
}

/**
 * Copies requests to a port of the canary, as many of a hundred as `analysis.mirrorWeight` says.
 *
 * @differs Flagger copies all of them, whatever `mirrorWeight` says: `mirror-share.test.ts` "as many requests as mirrorWeight says"
 */
export function canaryMirror(canary: Canary, port: number | undefined): RouteFilter {
  const { mirrorWeight = 0 } = canary.spec.analysis;
  const filter = mirrorFilter({ backendRef: { name: serviceNames(canary).canary, ...(port !== undefined && { port }) } });
  return mirrorWeight > 0 && mirrorWeight < ALL_PERCENT ? { ...filter, requestMirror: { ...filter.requestMirror, percent: Math.ceil(mirrorWeight) } } : filter;
}

/** How many of a rule's filters copy requests to a Service of this name. */
export function countMirrors(filters: readonly RouteFilter[] | undefined, name: string): number {
  return (filters ?? []).filter(filter => filter.type === 'RequestMirror' && filter.requestMirror.backendRef.name === name).length;
}

/** How many of a rule's filters copy requests to the canary. */
export function canaryMirrors(filters: readonly RouteFilter[] | undefined, canary: Canary): number {
  return countMirrors(filters, serviceNames(canary).canary);
}

/** Filters without those that copy requests to the canary. */
export function withoutCanaryMirror(filters: readonly RouteFilter[], canary: Canary): readonly RouteFilter[] {
  return filters.filter(filter => canaryMirrors([filter], canary) === 0);
}

/** A field that holds the list, unless that is empty: an API server keeps no empty lists of these. */
export function filtersField(filters: readonly RouteFilter[]): Pick<BackendRef, 'filters'> {
  return filters.length > 0 ? { filters } : {};
}

function headerModifier({ add = {}, set = {}, remove = [] }: HeaderOperations, field: string): HeaderModifier {
  const values = (changes: Readonly<Record<string, string>>, operation: string): readonly HeaderValue[] => sortedEntries(changes).map(([name, value]) => {
    if (value === '') throw unsayable(`${field}.${operation}.${name}`, 'a value');
    return { name, value };
  });
  return {
    ...(Object.keys(add).length > 0 && { add: values(add, 'add') }),
    ...(Object.keys(set).length > 0 && { set: values(set, 'set') }),
    ...(remove.length > 0 && { remove }),
  };
}

function rewriteFilter({ authority, uri, type }: HttpRewrite): RouteFilter {
  const path: PathModifier | undefined = uri
    ? type === 'ReplacePrefixMatch' ? { type, replacePrefixMatch: uri } : { type: 'ReplaceFullPath', replaceFullPath: uri }
    : undefined;
  return { type: 'URLRewrite', urlRewrite: { ...(authority && { hostname: authority }), ...(path && { path }) } };
}

function mirrorFilter({ backendRef: { group = '', kind = 'Service', name, namespace, port } }: RequestMirror): MirrorFilter {
  return { type: 'RequestMirror', requestMirror: { backendRef: { group, kind, name, ...(namespace && { namespace }), ...(port && { port }) } } };
}

/** @differs A `maxAge` that is missing, or says less than a second, is what the API server fills in; Flagger then rewrites the route at every check, and resets its weights: `render.test.ts` "is that of the API server" */
function corsFilter({ allowOrigin: allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge = '' }: CorsPolicy): CorsFilter {
  const maxAgeS = Math.trunc((parseGoDuration(maxAge) ?? 0) / 1000);
  const lists = Object.entries({ allowOrigins, allowMethods, allowHeaders, exposeHeaders }).filter(([, list]) => (list ?? []).length > 0);
  return {
    ...Object.fromEntries(lists),
    ...(allowCredentials && { allowCredentials }),
    maxAge: maxAgeS === 0 ? DEFAULT_CORS_MAX_AGE_S : maxAgeS,
  };
}

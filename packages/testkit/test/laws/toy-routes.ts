import { canaryOwner, routeMetadata, serviceNames } from '@flagger/sdk';
import type { Manifest, ResourceType, RouteSubject, Traffic } from '@flagger/sdk';

/** One HTTP route of a VirtualService, as loose as a user's own may be. */
export interface ToyRoute {
  readonly match?: readonly object[];
  readonly mirror?: { readonly host: string };
  readonly mirrorPercentage?: { readonly value: number };
  readonly headers?: object;
  readonly timeout?: string;
  readonly route?: readonly { readonly destination?: { readonly host?: string }; readonly weight?: number; readonly headers?: object }[];
}

export interface ToyService extends Manifest {
  readonly spec?: { readonly hosts?: readonly string[]; readonly http?: readonly ToyRoute[] };
}

export const TOY_SERVICES: ResourceType<ToyService> = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', plural: 'virtualservices', namespaced: true };

const adding = (cookie: string): object => ({ headers: { response: { add: { 'Set-Cookie': cookie } } } });
const carrying = (cookie: string): Pick<ToyRoute, 'match'> => ({ match: [{ headers: { Cookie: { regex: `.*${cookie}.*` } } }] });

/** The VirtualService of a canary: the least that keeps the laws. */
export function renderToy(subject: RouteSubject, traffic: Traffic, owned: boolean): ToyService {
  const { canary } = subject;
  const { apex } = serviceNames(canary);
  const { labels, annotations } = routeMetadata(subject);
  return {
    apiVersion: TOY_SERVICES.apiVersion, kind: TOY_SERVICES.kind,
    metadata: {
      namespace: canary.metadata.namespace ?? '', name: apex, annotations,
      ...(Object.keys(labels).length > 0 && { labels }), ...(owned && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: { hosts: [apex], http: toyRoutes(subject, traffic) },
  };
}

function toyRoutes({ canary }: RouteSubject, traffic: Traffic): readonly ToyRoute[] {
  const names = serviceNames(canary);
  const { service, analysis, } = canary.spec;
  const { sessionAffinityCookie: cookie, primarySessionAffinityCookie: primaryCookie, previousSessionAffinityCookie: previous } = canary.status ?? {};
  const weights = (share: number): NonNullable<ToyRoute['route']> => [
    { destination: { host: names.primary }, weight: 100 - share },
    { destination: { host: names.canary }, weight: share },
  ];
  const weighted: ToyRoute = {
    ...(service?.timeout && { timeout: service.timeout }), route: weights(traffic.canary), ...(traffic.mirrored && { mirror: { host: names.canary }, mirrorPercentage: { value: analysis.mirrorWeight ?? 100 } }),
  };
  if (analysis.match) return [{ ...weighted, match: analysis.match }, { route: weights(0).slice(0, 1) }];
  if (!analysis.sessionAffinity) return [weighted];
  if (traffic.canary === 0) return previous ? [{ ...weighted, ...carrying(previous), ...adding(`${previous}; Max-Age=-1`) }, weighted] : [weighted];
  const [toPrimary, toCanary] = weights(traffic.canary);
  const both = analysis.sessionAffinity.primaryCookieName ? primaryCookie : undefined;
  return [
    { ...carrying(cookie ?? ''), route: weights(100) },
    ...(both ? [{ ...carrying(both), route: weights(0) }] : []),
    { ...weighted, route: [{ ...toPrimary, ...(both && adding(`${both}; Max-Age=90; Path=/`)) }, { ...toCanary, ...adding(`${cookie}; Max-Age=600; Path=/`) }] },
  ];
}

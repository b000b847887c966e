import { isDeepStrictEqual } from 'node:util';
import { CanaryError, serviceNames, upsert } from '@flagger/sdk';
import type { Provider, ProviderEnv, Router, RouteSubject, Traffic } from '@flagger/sdk';
import type { RouterSubject } from '@flagger/testkit';
import { IstioRoutes } from '@flagger/testkit';
import { VIRTUAL_SERVICE_CRD } from '../traffic/virtual-service.ts';
import { renderToy, TOY_SERVICES } from './toy-routes.ts';
import type { ToyService } from './toy-routes.ts';

const ORIGINAL = 'toy.example/original';

/** A router that keeps the laws, in the fewest words. */
export class ToyRouter implements Router {
  readonly env: ProviderEnv;

  constructor(env: ProviderEnv) {
    this.env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const fresh = renderToy(subject, { primary: 100, canary: 0, mirrored: false }, this.env.ownerReferences);
    await upsert(this.env.store, TOY_SERVICES, fresh, live => merge(live, renderToy(subject, splitOf(subject, live) ?? { primary: 100, canary: 0, mirrored: false }, true)), signal);
  }

  async getTraffic(subject: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    const live = await this.live(subject, signal);
    const split = live && splitOf(subject, live);
    if (split === undefined) throw new CanaryError(live ? 'Invalid' : 'NotFound', 'later', `no split in ${subject.canary.metadata.name}`);
    return split;
  }

  async setTraffic(subject: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.live(subject, signal);
    if (live === undefined) throw new CanaryError('NotFound', 'later', `no ${subject.canary.metadata.name}`);
    await this.write(live, { ...live, spec: { ...live.spec, http: renderToy(subject, traffic, true).spec?.http ?? [] } }, signal);
  }

  async finalize(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.live(subject, signal);
    const original = live?.metadata.annotations?.[ORIGINAL];
    if (live && original) await this.write(live, { ...live, spec: JSON.parse(original) as object }, signal);
  }

  live({ canary }: RouteSubject, signal: AbortSignal): Promise<ToyService | undefined> {
    return this.env.store.get(TOY_SERVICES, { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex }, signal);
  }

  async write(live: ToyService, next: ToyService, signal: AbortSignal): Promise<void> {
    if (!isDeepStrictEqual(live.spec, next.spec)) await this.env.store.update(TOY_SERVICES, next, signal);
  }
}

function merge(live: ToyService, desired: ToyService): ToyService {
  const own = live.metadata.ownerReferences !== undefined;
  const original = live.metadata.annotations?.[ORIGINAL] ?? (own ? undefined : JSON.stringify(live.spec));
  const { labels: _labels, ...metadata } = live.metadata;
  const { labels, annotations } = desired.metadata;
  const next = {
    ...live, spec: desired.spec,
    metadata: { ...metadata, ...(labels && { labels }), annotations: { ...annotations, ...(original && { [ORIGINAL]: original }) } },
  } as ToyService;
  return isDeepStrictEqual(next, live) ? live : next;
}

function splitOf({ canary }: RouteSubject, { spec }: ToyService): Traffic | undefined {
  const names = serviceNames(canary);
  const leading = spec?.http?.findLast(({ route }) => route?.some(({ destination }) => destination?.host === names.canary));
  const weightOf = (name: string): number => leading?.route?.find(({ destination }) => destination?.host === name)?.weight ?? 0;
  const [primary, share] = [weightOf(names.primary), weightOf(names.canary)];
  return primary + share === 0 ? undefined : { primary, canary: share, mirrored: leading?.mirror !== undefined };
}

const provider: Provider = {
  names: ['toy'],
  capabilities: {
    weights: true, mirroring: 'always', matches: ['headers', 'cookies', 'queryParams', 'sourceLabels'], affinity: 'canary-and-primary',
    reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [{ apiGroups: ['networking.istio.io'], resources: ['virtualservices'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: { successRate: { query: 'rate({{ target }}[{{ interval }}])' }, duration: { query: 'time({{ namespace }})', unit: 'seconds' } },
  createRouter: env => new ToyRouter(env),
};

/** The toy as a subject; `changes` go over its provider. */
export function toySubject(changes: Partial<Provider> = {}): RouterSubject {
  return {
    provider: { ...provider, ...changes },
    crds: [VIRTUAL_SERVICE_CRD],
    canary: {
      apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'web', namespace: 'prod', uid: 'uid-1' },
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, service: { port: 80 }, analysis: { stepWeight: 10 } },
    },
    objects: [{ type: TOY_SERVICES, name: 'web', carriesMetadata: true }],
    change: { timeout: '5s' },
    original: { apiVersion: TOY_SERVICES.apiVersion, kind: TOY_SERVICES.kind, metadata: { namespace: 'prod', name: 'web' }, spec: { hosts: ['mine'], http: [{ route: [] }] } },
    dataPlane: reader => new IstioRoutes(reader),
  };
}

import { isDeepStrictEqual } from 'node:util';
import { CanaryError, serviceNames, storeInWords, upsert } from '@flagger/sdk';
import type { Canary, Manifest, ObjectKey, ProviderEnv, Role, Router, RouteSubject, Traffic, UpsertStore } from '@flagger/sdk';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from './istio-types.ts';
import type { VirtualService } from './istio-types.ts';
import { mergeLive } from './merge-live.ts';
import { liveTraffic, readTraffic } from './read-traffic.ts';
import { renderDestinationRule } from './render-destination-rule.ts';
import { renderRoutes, renderVirtualService } from './render-virtual-service.ts';
import { originalSpec } from './restore-spec.ts';

const START: Traffic = { primary: 100, canary: 0, mirrored: false };

/**
 * Splits requests by a VirtualService and two DestinationRules.
 *
 * @source flagger pkg/router/istio.go
 * @differs `reconcile` keeps the live split when it refreshes other fields; Flagger falls back to 100/0 in the middle of a run.
 * Test: istio router "keeps live weights"
 */
export class IstioRouter implements Router {
  readonly #env: Pick<ProviderEnv, 'store' | 'logger' | 'ownerReferences'>;

  constructor(env: Pick<ProviderEnv, 'store' | 'logger' | 'ownerReferences'>) {
    this.#env = env;
  }

  async reconcile(subject: RouteSubject, signal: AbortSignal): Promise<void> {
    const { store, ownerReferences } = this.#env;
    const { canary } = subject;
    await this.#reconcileRule(canary, 'canary', signal);
    await this.#reconcileRule(canary, 'primary', signal);
    const fresh = renderVirtualService(subject, START, ownerReferences);
    await upsert(inWords(store, fresh, 'reconcileVirtualService failed'), VIRTUAL_SERVICES, fresh, live => mergeLive(live, renderVirtualService(subject, liveTraffic(live, canary) ?? START, ownerReferences)), signal);
  }

  async getTraffic({ canary }: RouteSubject, signal: AbortSignal): Promise<Traffic> {
    return readTraffic(await this.#live(canary, signal), canary);
  }

  async setTraffic({ canary }: RouteSubject, traffic: Traffic, signal: AbortSignal): Promise<void> {
    const live = await this.#live(canary, signal);
    const { http: _http, tcp: _tcp, ...entrance } = live.spec ?? { hosts: [] };
    const spec = { ...entrance, ...renderRoutes(canary, traffic) };
    if (isDeepStrictEqual(spec, live.spec)) return;
    await this.#env.store.update(VIRTUAL_SERVICES, { ...live, spec }, signal);
  }

  /** @differs A VirtualService that is gone has nothing to give back; Flagger never lets such a canary go. Test: istio router "that is gone" */
  async finalize({ canary }: RouteSubject, signal: AbortSignal): Promise<void> {
    const live = await this.#env.store.get(VIRTUAL_SERVICES, keyOf(canary), signal);
    const spec = live && originalSpec(live);
    if (live === undefined || spec === undefined) {
      this.#env.logger.warn('No original configuration of the VirtualService to give back', { virtualService: serviceNames(canary).apex });
      return;
    }
    if (!isDeepStrictEqual(spec, live.spec)) await this.#env.store.update(VIRTUAL_SERVICES, { ...live, spec }, signal);
  }

  async #reconcileRule(canary: Canary, role: Role, signal: AbortSignal): Promise<void> {
    const desired = renderDestinationRule(canary, role, this.#env.ownerReferences);
    await upsert(inWords(this.#env.store, desired, 'reconcileDestinationRule failed'), DESTINATION_RULES, desired, live => (isDeepStrictEqual(live.spec, desired.spec) ? live : { ...live, spec: desired.spec }), signal);
  }

  async #live(canary: Canary, signal: AbortSignal): Promise<VirtualService> {
    const { namespace, name } = keyOf(canary);
    const live = await this.#env.store.get(VIRTUAL_SERVICES, { namespace, name }, signal);
    if (live === undefined) {
      throw new CanaryError('NotFound', 'later', `VirtualService ${name}.${namespace} get query error virtualservices.networking.istio.io "${name}" not found`);
    }
    return live;
  }
}

function keyOf(canary: Canary): Required<ObjectKey> {
  return { namespace: canary.metadata.namespace ?? '', name: serviceNames(canary).apex };
}

function inWords(store: UpsertStore, { kind, metadata: { name, namespace = '' } }: Manifest, failed: string): UpsertStore {
  const object = `${failed}: ${kind} ${name}.${namespace}`;
  return storeInWords(store, { create: `${object} create error`, update: `${object} update error` });
}

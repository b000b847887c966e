import { CanaryError, explained, serviceNames, storeInWords, upsert } from '@flagger/sdk';
import type { Canary, CanaryService, TargetEnv, TargetMetadata } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { SERVICES } from '../objects/service.ts';
import { appliedSelector, withSelector } from './applied-selector.ts';
import { isCanaryControlled, mergeService } from './merge-service.ts';
import { renderService } from './render-service.ts';
import type { ServicePlan } from './render-service.ts';

/** The three Services of a canary whose target runs pods. @source flagger pkg/router/kubernetes_default.go */
export class GeneratedServices {
  readonly #env: TargetEnv;

  constructor(env: TargetEnv) {
    this.#env = env;
  }

  /** Creates or mends the Services of the canary's and the primary's pods. @throws CanaryError Invalid (no `spec.service`) */
  async exposeWorkloads(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    const names = serviceNames(canary);
    const service = serviceOf(canary);
    await this.#upsert({ canary, service, target, name: names.canary, selects: target.labelValue, custom: service.canary }, signal);
    await this.#upsert({ canary, service, target, name: names.primary, selects: primaryValue(target), custom: service.primary }, signal);
  }

  /** Creates or mends the apex Service, also one that the user made; it selects the primary's pods. @throws CanaryError Invalid (no `spec.service`) */
  async exposeApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    await this.#exposeApex(canary, target, { selects: primaryValue(target), signal });
  }

  /**
   * Gives an apex Service that the user made its own selector back, as `kubectl apply` remembers it, or one that selects the target.
   *
   * @throws CanaryError NotFound, Invalid (an unreadable last-applied-configuration)
   * @source flagger pkg/router/kubernetes_default.go Finalize
   */
  async restoreApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    const live = await existing(this.#env.store, SERVICES, keyIn(canary, serviceNames(canary).apex), signal);
    if (isCanaryControlled(live)) return;
    const selector = appliedSelector(live);
    if (selector === undefined) return this.#exposeApex(canary, target, { selects: target.labelValue, signal });
    await explained(`service ${live.metadata.name} update error`, () => upsert(this.#env.store, SERVICES, live, service => withSelector(service, selector), signal));
  }

  async #exposeApex(canary: Canary, target: TargetMetadata, how: { readonly selects: string; readonly signal: AbortSignal }): Promise<void> {
    const service = serviceOf(canary);
    const name = serviceNames(canary).apex;
    await this.#upsert({ canary, service, target, name, selects: how.selects, custom: service.apex }, how.signal);
  }

  async #upsert(plan: ServicePlan, signal: AbortSignal): Promise<void> {
    const desired = renderService(plan);
    const key = keyIn(plan.canary, plan.name);
    const words = { create: `service ${key.name}.${key.namespace} create error`, update: `service ${key.name} update error` };
    const outcome = await explained('reconcileService failed', () =>
      upsert(storeInWords(this.#env.store, words), SERVICES, desired, live => mergeService(live, desired, plan.canary), signal));
    if (outcome !== 'unchanged') this.#env.logger.info('Service written', { ...key, outcome });
  }
}

function primaryValue(target: TargetMetadata): string {
  return `${target.labelValue}-primary`;
}

function serviceOf(canary: Canary): CanaryService {
  if (canary.spec.service !== undefined) return canary.spec.service;
  const { name, namespace } = keyIn(canary, canary.metadata.name);
  throw new CanaryError('Invalid', 'never', `canary ${name}.${namespace} spec.service is required for target kind ${canary.spec.targetRef.kind}`);
}

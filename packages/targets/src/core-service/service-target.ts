import { explained, upsert } from '@flagger/sdk';
import type { Canary, Readiness, TargetController, TargetEnv, TargetMetadata, TargetRevision } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { SERVICES } from '../objects/service.ts';
import type { Service } from '../objects/service.ts';
import { sameContent } from '../template/canonical.ts';
import { revisionHash } from '../template/revision-hash.ts';
import { portableSpec } from './portable-spec.ts';
import { mergeServiceCopy, promoteServiceCopy, renderServiceCopy } from './service-copy.ts';

/**
 * A core Service as the target: its canary and its primary are copies of it, named after `targetRef.name`; it is its own apex.
 *
 * @source flagger pkg/canary/service_controller.go
 */
export class ServiceTarget implements TargetController {
  readonly #env: TargetEnv;

  constructor(env: TargetEnv) {
    this.#env = env;
  }

  async metadata(): Promise<TargetMetadata> {
    return { labelKey: '', labelValue: '', ports: [] };
  }

  async revision(canary: Canary, signal: AbortSignal): Promise<TargetRevision> {
    const spec = portableSpec((await this.#target(canary, signal)).spec, canary);
    const primary = await this.#env.store.get(SERVICES, keyIn(canary, this.#name(canary, 'primary')), signal);
    const equalsPrimary = primary !== undefined && sameContent(portableSpec(primary.spec, canary), spec);
    return { hash: revisionHash(spec), trackedConfigs: undefined, equalsPrimary };
  }

  /** The canary copy follows its source always; the primary only at a promotion. */
  async initialize(canary: Canary, signal: AbortSignal): Promise<void> {
    const source = await this.#target(canary, signal);
    const copy = renderServiceCopy(canary, source, this.#name(canary, 'canary'));
    await explained('reconcileCanaryService failed', () => this.#upsert(copy, live => mergeServiceCopy(live, copy), signal));
    const primary = renderServiceCopy(canary, source, this.#name(canary, 'primary'));
    await explained('reconcilePrimaryService failed', () => this.#upsert(primary, live => live, signal));
  }

  async promote(canary: Canary, signal: AbortSignal): Promise<void> {
    const source = await this.#target(canary, signal);
    const key = keyIn(canary, this.#name(canary, 'primary'));
    const live = await existing(this.#env.store, SERVICES, key, signal);
    const next = promoteServiceCopy(canary, source, live, this.#env.settings.includeLabelPrefixes);
    if (next === live) return;
    await explained(`updating service ${key.name}.${key.namespace} spec failed`, () => this.#env.store.update(SERVICES, next, signal));
  }

  async exposeWorkloads(): Promise<void> {}

  async exposeApex(): Promise<void> {}

  async readiness(): Promise<Readiness> {
    return { state: 'ready' };
  }

  async scaleToZero(): Promise<void> {}

  async scaleFromZero(): Promise<void> {}

  async finalize(): Promise<void> {}

  async restoreApex(): Promise<void> {}

  #name({ spec }: Canary, role: 'primary' | 'canary'): string {
    return `${spec.targetRef.name}-${role}`;
  }

  #target(canary: Canary, signal: AbortSignal): Promise<Service> {
    return existing(this.#env.store, SERVICES, keyIn(canary, canary.spec.targetRef.name), signal);
  }

  async #upsert(desired: Service, merge: (live: Service) => Service, signal: AbortSignal): Promise<void> {
    const outcome = await upsert(this.#env.store, SERVICES, desired, merge, signal);
    if (outcome === 'unchanged') return;
    const { name, namespace } = desired.metadata;
    this.#env.logger.info('Service written', { name, namespace, outcome });
  }
}

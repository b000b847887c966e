import { CanaryError, explained } from '@flagger/sdk';
import type { Canary, MergePatch, Readiness, Role, TargetController, TargetEnv, TargetMetadata, TargetRevision } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn, namespaceOf } from '../access/key-in.ts';
import { KNATIVE_REVISIONS, KNATIVE_SERVICES, PRIMARY_REVISION } from '../objects/knative.ts';
import type { KnativeRevision, KnativeService } from '../objects/knative.ts';
import { sameContent } from '../template/canonical.ts';
import { revisionHash } from '../template/revision-hash.ts';

/**
 * A Knative Service as the target: primary and canary are two of its Revisions. The router writes its traffic.
 *
 * @source flagger pkg/canary/knative_controller.go
 * @differs a Service without annotations can be promoted: `knative.test.ts` "is promoted also where it had no annotation"
 */
export class KnativeTarget implements TargetController {
  readonly #env: TargetEnv;

  constructor(env: TargetEnv) {
    this.#env = env;
  }

  async metadata(canary: Canary, signal: AbortSignal): Promise<TargetMetadata> {
    const service = await this.#env.store.get(KNATIVE_SERVICES, keyIn(canary, canary.spec.targetRef.name), signal);
    const route = service?.status?.latestCreatedRevisionName;
    return { labelKey: '', labelValue: '', ports: [], ...(route && { route }) };
  }

  async revision(canary: Canary, signal: AbortSignal): Promise<TargetRevision> {
    const service = await this.#target(canary, signal);
    const latest = latestRevision(service);
    return { hash: revisionHash({ revisionName: latest }), trackedConfigs: undefined, equalsPrimary: primaryRevision(service) === latest };
  }

  /** Makes the latest revision the primary, before the first release only. */
  async initialize(canary: Canary, signal: AbortSignal): Promise<void> {
    const phase = canary.status?.phase || 'Initializing';
    if (phase !== 'Initializing') return;
    const service = await this.#target(canary, signal);
    const latest = latestRevision(service);
    const traffic = [{ latestRevision: true, percent: 0 }, { revisionName: latest, percent: 100 }];
    if (primaryRevision(service) === latest && sameContent(service.spec.traffic, traffic)) return;
    await this.#patch(canary, { metadata: { annotations: { [PRIMARY_REVISION]: latest } }, spec: { traffic } }, signal);
  }

  async readiness(canary: Canary, role: Role, signal: AbortSignal): Promise<Readiness> {
    const service = await this.#target(canary, signal);
    const name = role === 'primary' ? primaryRevision(service) : latestRevision(service);
    if (name === undefined) {
      return { state: 'waiting', reason: `Knative Service ${service.metadata.name}.${namespaceOf(canary)} primary revision annotation not found` };
    }
    const revision = await existing(this.#env.store, KNATIVE_REVISIONS, keyIn(canary, name), signal);
    return isReady(revision) ? { state: 'ready' } : { state: 'waiting', reason: `Knative Revision ${name}.${namespaceOf(canary)} is not ready` };
  }

  async promote(canary: Canary, signal: AbortSignal): Promise<void> {
    const service = await this.#target(canary, signal);
    const latest = latestRevision(service);
    if (primaryRevision(service) !== latest) await this.#patch(canary, { metadata: { annotations: { [PRIMARY_REVISION]: latest } } }, signal);
  }

  async exposeWorkloads(): Promise<void> {}

  async exposeApex(): Promise<void> {}

  async scaleToZero(): Promise<void> {}

  async scaleFromZero(): Promise<void> {}

  async finalize(): Promise<void> {}

  async restoreApex(): Promise<void> {}

  #target(canary: Canary, signal: AbortSignal): Promise<KnativeService> {
    return existing(this.#env.store, KNATIVE_SERVICES, keyIn(canary, canary.spec.targetRef.name), signal);
  }

  async #patch(canary: Canary, patch: MergePatch, signal: AbortSignal): Promise<void> {
    const key = keyIn(canary, canary.spec.targetRef.name);
    const problem = `Knative Service ${key.name}.${key.namespace} update query error`;
    await explained(problem, () => this.#env.store.patch(KNATIVE_SERVICES, key, patch, signal));
  }
}

function primaryRevision({ metadata }: KnativeService): string | undefined {
  return metadata.annotations?.[PRIMARY_REVISION];
}

function latestRevision({ metadata, status }: KnativeService): string {
  const latest = status?.latestCreatedRevisionName;
  if (latest) return latest;
  throw new CanaryError('NotFound', 'later', `Knative Service ${metadata.name}.${metadata.namespace} has no status.latestCreatedRevisionName yet`);
}

function isReady({ metadata, status }: KnativeRevision): boolean {
  const isObserved = (metadata.generation ?? 0) === (status?.observedGeneration ?? 0);
  return isObserved && status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

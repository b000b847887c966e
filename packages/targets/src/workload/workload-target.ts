import { explained, workloadName } from '@flagger/sdk';
import type { Canary, KeptPrimary, Readiness, RestorableTarget, Role, TargetEnv, TargetMetadata, TargetRevision } from '@flagger/sdk';
import { existing } from '../access/existing.ts';
import { keyIn } from '../access/key-in.ts';
import { copiesEqual, copyConfigs } from '../configs/copy-configs.ts';
import { checksums } from '../configs/tracked-configs.ts';
import { PrimaryKeeper } from '../kept/primary-keeper.ts';
import { selectorLabel } from '../metadata/selector-label.ts';
import type { Workload } from '../objects/workload.ts';
import { discoverPorts } from '../services/discover-ports.ts';
import { GeneratedServices } from '../services/generated-services.ts';
import { sameContent } from '../template/canonical.ts';
import { withoutFlaggerId } from '../template/flagger-id.ts';
import { revisionHash } from '../template/revision-hash.ts';
import { draftPrimary } from './primary-draft.ts';
import type { PrimaryDraft } from './primary-draft.ts';
import { promotePrimary, renderPrimary } from './render-primary.ts';
import type { WorkloadKind, WorkloadScale } from './workload-kind.ts';

/** A target that runs pods: its primary is another workload of its kind. @source flagger pkg/canary/deployment_controller.go, daemonset_controller.go */
export class WorkloadTarget<W extends Workload> implements RestorableTarget {
  readonly #env: TargetEnv;
  readonly #kind: WorkloadKind<W>;
  readonly #scale: WorkloadScale;
  readonly #services: GeneratedServices;
  readonly #keeper: PrimaryKeeper<W>;

  constructor(env: TargetEnv, kind: WorkloadKind<W>, scale: WorkloadScale) {
    this.#env = env;
    this.#kind = kind;
    this.#scale = scale;
    this.#services = new GeneratedServices(env);
    this.#keeper = new PrimaryKeeper(env, kind);
  }

  async metadata(canary: Canary, signal: AbortSignal): Promise<TargetMetadata> {
    const target = await this.#existing(canary, 'canary', signal);
    const label = selectorLabel(target, this.#kind.type, this.#env.settings.selectorLabels);
    return { labelKey: label.key, labelValue: label.value, ports: discoverPorts(canary.spec.service, target.spec.template.spec.containers) };
  }

  async revision(canary: Canary, signal: AbortSignal): Promise<TargetRevision> {
    const target = await this.#existing(canary, 'canary', signal);
    const draft = await this.#draft(canary, target, signal);
    return {
      hash: revisionHash(withoutFlaggerId(this.#kind.template(target))),
      trackedConfigs: this.#env.settings.configTracking ? checksums(draft.tracked) : undefined,
      equalsPrimary: await this.#equalsPrimary(draft, signal),
    };
  }

  exposeWorkloads(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#services.exposeWorkloads(canary, target, signal);
  }

  async initialize(canary: Canary, signal: AbortSignal): Promise<void> {
    await explained(`createPrimary${this.#kind.type.kind} failed`, async () => {
      const target = await this.#existing(canary, 'canary', signal);
      const primary = await this.#primary(canary, signal);
      this.#kind.check(target, { canary, primary });
      if (primary === undefined) await this.#create(canary, target, signal);
    });
  }

  exposeApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#services.exposeApex(canary, target, signal);
  }

  async readiness(canary: Canary, role: Role, signal: AbortSignal): Promise<Readiness> {
    const workload = await this.#existing(canary, role, signal);
    return this.#kind.readiness(workload, { canary, role, nowMs: this.#env.clock.now() });
  }

  promote(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#promote(canary, { keeps: false }, signal);
  }

  promoteRestorably(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#promote(canary, { keeps: true }, signal);
  }

  async keptPrimary(canary: Canary, signal: AbortSignal): Promise<KeptPrimary> {
    return this.#keeper.state(canary, await this.#primary(canary, signal), signal);
  }

  async restorePrimary(canary: Canary, signal: AbortSignal): Promise<void> {
    const live = await this.#existing(canary, 'primary', signal);
    const next = await this.#keeper.restored(canary, live, signal);
    if (next !== undefined) await this.#write(canary, next, signal);
  }

  async forgetKept(canary: Canary, signal: AbortSignal): Promise<void> {
    const live = await this.#primary(canary, signal);
    if (live !== undefined) await this.#keeper.forget(canary, live, signal);
  }

  scaleToZero(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#scale.toZero(canary, signal);
  }

  scaleFromZero(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#scale.fromZero(canary, signal);
  }

  finalize(canary: Canary, signal: AbortSignal): Promise<void> {
    return this.#scale.giveBack(canary, signal);
  }

  restoreApex(canary: Canary, target: TargetMetadata, signal: AbortSignal): Promise<void> {
    return this.#services.restoreApex(canary, target, signal);
  }

  async #promote(canary: Canary, { keeps }: { readonly keeps: boolean }, signal: AbortSignal): Promise<void> {
    const target = await this.#existing(canary, 'canary', signal);
    const live = await this.#existing(canary, 'primary', signal);
    const draft = await this.#draft(canary, target, signal);
    const marks = keeps ? await this.#keeper.keep(canary, live, draft.template, signal) : {};
    await this.#promoting(canary, live, () => copyConfigs(this.#env, canary, draft.tracked, signal));
    const next = promotePrimary(this.#kind, draft, live, marks);
    if (next !== live) await this.#write(canary, next, signal);
  }

  async #write(canary: Canary, primary: W, signal: AbortSignal): Promise<void> {
    await this.#promoting(canary, primary, () => this.#env.store.update(this.#kind.type, primary, signal));
  }

  async #promoting(canary: Canary, primary: W, write: () => Promise<unknown>): Promise<void> {
    const { name, namespace } = keyIn(canary, primary.metadata.name);
    await explained(`updating ${this.#kind.type.noun} ${name}.${namespace} template spec failed`, write);
  }

  #primary(canary: Canary, signal: AbortSignal): Promise<W | undefined> {
    return this.#env.store.get(this.#kind.type, keyIn(canary, workloadName(canary, 'primary')), signal);
  }

  #existing(canary: Canary, role: Role, signal: AbortSignal): Promise<W> {
    return existing(this.#env.store, this.#kind.type, keyIn(canary, workloadName(canary, role)), signal);
  }

  #draft(canary: Canary, target: W, signal: AbortSignal): Promise<PrimaryDraft<W>> {
    return draftPrimary(this.#env, this.#kind, { canary, target }, signal);
  }

  async #create(canary: Canary, target: W, signal: AbortSignal): Promise<void> {
    const { type } = this.#kind;
    const draft = await this.#draft(canary, target, signal);
    await copyConfigs(this.#env, canary, draft.tracked, signal);
    const primary = renderPrimary(this.#kind, draft);
    const { name, namespace } = keyIn(canary, primary.metadata.name);
    await explained(`creating ${type.noun} ${name}.${namespace} failed`, () => this.#env.store.create(type, primary, signal));
    this.#env.logger.info('Primary created', { kind: type.kind, name, namespace });
  }

  async #equalsPrimary({ canary, template, tracked }: PrimaryDraft<W>, signal: AbortSignal): Promise<boolean> {
    const primary = await this.#primary(canary, signal);
    if (primary === undefined || !sameContent(withoutFlaggerId(primary.spec.template), withoutFlaggerId(template))) return false;
    return copiesEqual(this.#env.store, canary, tracked, signal);
  }
}

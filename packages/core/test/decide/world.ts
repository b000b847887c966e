import { VERB_ANNOTATION } from '@flagger/sdk';
import type { Canary, CanarySpec, KeptPrimary, ProviderCapabilities, Readiness, TargetRevision, Traffic } from '@flagger/sdk';
import { decide } from '../../src/decide/decide.ts';
import type { Effect } from '../../src/decide/effect.ts';
import type { Answers, Evidence, GateVerdict, Question } from '../../src/decide/evidence.ts';
import { observe } from '../../src/engine/observe.ts';
import { nextStatus } from '../../src/status/next-status.ts';

export const MESH: ProviderCapabilities = {
  weights: true, mirroring: 'always', matches: ['headers'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
};
export const NO_MESH: ProviderCapabilities = { ...MESH, weights: false, mirroring: 'none', matches: [] };
export const OPEN: GateVerdict = { open: true, passed: [] };
const ready: Readiness = { state: 'ready' };

export const closed = (name: string, error = 'no'): GateVerdict => ({ open: false, passed: [], heldBy: { name, url: 'http://gate' }, error });

/** A world in which decisions are carried out at once: no clock, no cluster, no waiting. */
export class World {
  canary: Canary;
  readonly capabilities: ProviderCapabilities;
  traffic: Traffic = { primary: 100, canary: 0, mirrored: false };
  revision: TargetRevision = { hash: 'v1-a', trackedConfigs: {}, equalsPrimary: true };
  /** Answers that differ from those of a world in which all is well. */
  answers: Evidence = {};
  readonly asked: Question[] = [];
  readonly effects: Effect[] = [];
  /** Rules that ended a tick, in order. */
  readonly rules: string[] = [];
  replicas = 2;
  /** The revision that the primary runs, with its configs; '' before it exists. */
  primary = '';
  /** What stands of the primary as it was before its promotion. */
  kept: KeptPrimary = 'none';
  #keptRevision = '';
  /** Called whenever the status has changed. */
  onMove: () => void = () => undefined;
  /** Called before and after each effect; where it throws, the tick is cut off there. */
  onEffect: (effect: Effect, stage: 'before' | 'after') => void = () => undefined;
  /** Whether a paced rule ran within this interval. */
  #marked = false;

  constructor(spec: Partial<CanarySpec> & Pick<CanarySpec, 'analysis'>, capabilities: ProviderCapabilities = MESH) {
    this.capabilities = capabilities;
    this.canary = {
      apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, ...spec },
    };
  }

  /** One interval: ticks until nothing more happens at once. */
  interval(): this {
    this.passInterval();
    for (let move = 0; move < 20; move++) if (!this.tick()) return this;
    throw new Error(`the machine never rests: ${this.rules.slice(-5).join(', ')}`);
  }

  /** An analysis interval passes, and nothing looks. */
  passInterval(): void {
    this.#marked = false;
  }

  /** One pass over the table; true where the status moved. */
  tick(): boolean {
    const snapshot = observe(this.canary, { capabilities: this.capabilities, providerName: this.capabilities.weights ? 'mesh' : 'kubernetes' }, !this.#marked);
    let evidence: Evidence = {};
    let done = 0;
    for (;;) {
      const decision = decide(snapshot, evidence);
      for (const effect of decision.before.slice(done)) this.#apply(effect);
      done = decision.before.length;
      if (decision.next === 'ask') {
        this.asked.push(decision.question);
        evidence = { ...evidence, [decision.question]: this.#answer(decision.question) };
        continue;
      }
      const effects = decision.next === 'end' ? decision.effects : [];
      if (decision.next === 'end') this.rules.push(decision.rule.name);
      for (const effect of effects) this.#apply(effect);
      if (decision.next === 'end' && decision.pace !== 'keep') this.#marked = decision.pace === 'mark';
      const moved = effects.some(effect => effect.kind === 'status');
      if (moved) this.onMove();
      return moved;
    }
  }

  /** Sets the verb annotation, or takes it away. */
  ask(text: string | undefined): this {
    const { annotations: _old, ...metadata } = this.canary.metadata;
    this.canary = { ...this.canary, metadata: text === undefined ? metadata : { ...metadata, annotations: { [VERB_ANNOTATION]: text } } };
    return this;
  }

  get phase(): string {
    return this.canary.status?.phase ?? '';
  }

  messages(): string[] {
    return this.effects.flatMap(effect => (effect.kind === 'event' ? [effect.message] : []));
  }

  #answer<Q extends Question>(question: Q): Answers[Q] {
    const well: Answers = {
      target: { stands: true }, revision: this.revision, traffic: this.traffic, 'primary-readiness': ready, 'canary-readiness': ready, 'kept-primary': this.kept,
      'rollout-slot': { free: true }, 'confirm-rollout': OPEN, 'pre-rollout': OPEN, rollout: OPEN, 'confirm-traffic-increase': OPEN, 'confirm-promotion': OPEN,
      rollback: { signalledBy: undefined, silent: [] }, metrics: { passed: true }, 'asked-by': { manager: 'kubectl-annotate' }, 'metric-services': { problem: undefined },
    };
    return { ...well, ...this.answers }[question];
  }

  #apply(effect: Effect): void {
    this.onEffect(effect, 'before');
    this.#carryOut(effect);
    this.onEffect(effect, 'after');
  }

  #changePrimary(effect: Effect): void {
    const revision = idOf(this.revision);
    if (effect.kind === 'primary' && this.primary === '') this.primary = revision;
    if (effect.kind === 'promote') {
      if (!effect.keeps) this.kept = 'none';
      else if (this.primary !== revision) [this.kept, this.#keptRevision] = ['kept', this.primary];
      this.primary = revision;
      this.revision = { ...this.revision, equalsPrimary: true };
    }
    if (effect.kind === 'restore' && this.kept === 'kept') {
      [this.kept, this.primary] = ['restored', this.#keptRevision];
      this.revision = { ...this.revision, equalsPrimary: this.primary === revision };
    }
    if (effect.kind === 'forget-kept') this.kept = 'none';
  }

  #carryOut(effect: Effect): void {
    this.effects.push(effect);
    if (effect.kind === 'route') this.traffic = effect.traffic;
    if (effect.kind === 'scale') this.replicas = effect.to === 'zero' ? 0 : 2;
    this.#changePrimary(effect);
    if (effect.kind === 'verb-done' || effect.kind === 'refuse-verb') this.ask(undefined);
    if (effect.kind === 'status') {
      const iterations = observe(this.canary, { capabilities: this.capabilities, providerName: '' }, true).analysis.iterations;
      const status = nextStatus(this.canary.status ?? {}, effect.change, { nowMs: 0, kind: 'Deployment', iterations, revision: this.revision, verb: effect.verb });
      this.canary = { ...this.canary, status };
      if (!this.capabilities.weights) this.traffic = { primary: status.iterations ? 0 : 100, canary: status.iterations ? 100 : 0, mirrored: false };
    }
  }
}

function idOf({ hash, trackedConfigs }: TargetRevision): string {
  return JSON.stringify([hash, trackedConfigs]);
}

/** A world whose canary is initialized and whose target then changed. */
export function changedWorld(...args: ConstructorParameters<typeof World>): World {
  const world = new World(...args).interval();
  world.revision = { hash: 'v1-b', trackedConfigs: {}, equalsPrimary: false };
  return world;
}

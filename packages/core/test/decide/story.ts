import type { CanaryPhase, CanarySpec, Readiness } from '@flagger/sdk';
import type { Effect } from '../../src/decide/effect.ts';
import type { Evidence, GateQuestion } from '../../src/decide/evidence.ts';
import { closed, MESH, NO_MESH, World } from './world.ts';
import { watchInvariants } from './invariants.ts';

/** What can happen to a canary. Changes stay; everything else lasts for one interval. */
export const HAPPENINGS = [
  'new revision', 'back to the promoted revision', 'config changes', 'suspended', 'no longer suspended', 'analysis is skipped', 'threshold becomes 1', 'controller restarts',
  'metrics fail', 'canary is not ready', 'canary is stuck', 'primary is not ready', 'primary is stuck', 'rollback is signalled',
  'confirm-rollout is closed', 'pre-rollout is closed', 'rollout is closed', 'confirm-traffic-increase is closed', 'confirm-promotion is closed',
] as const;

export type Happening = (typeof HAPPENINGS)[number];

/** Where a tick is cut off: at an effect, counted from the first of all, or at the first of its kind. */
export interface Cut {
  readonly effect: number | Effect['kind'];
  readonly side: 'before' | 'after';
}

/** What happens to a canary, interval by interval. */
export interface Story {
  readonly spec: Pick<CanarySpec, 'analysis' | 'skipAnalysis'>;
  readonly mesh: boolean;
  readonly intervals: readonly (readonly Happening[])[];
  readonly cuts?: readonly Cut[];
  /** Further cuts, counted from the first one on. */
  readonly cutsAfterCut?: readonly Cut[];
  /** What goes on once a tick was cut off, as long as nothing else happens. */
  readonly afterCut?: readonly Happening[];
}

class CutOff extends Error {}

const GATES: readonly GateQuestion[] = ['confirm-rollout', 'pre-rollout', 'rollout', 'confirm-traffic-increase', 'confirm-promotion'];

/** A world in which a story is told; whatever must never be is a problem. */
export class StoryWorld {
  readonly world: World;
  readonly problems: readonly string[];
  readonly #cuts: Set<string>;
  readonly #afterCut: readonly Happening[];
  readonly #cutsAfterCut: Cut[];
  #wasCutOff = false;
  #count = 0;
  #revisions = 0;

  constructor({ spec, mesh, cuts = [], cutsAfterCut = [], afterCut = [] }: Omit<Story, 'intervals'>) {
    this.world = new World(spec, mesh ? MESH : NO_MESH);
    this.world.revision = { hash: 'v1-0', trackedConfigs: { a: '0' }, equalsPrimary: true };
    this.#afterCut = afterCut;
    this.#cutsAfterCut = [...cutsAfterCut];
    this.#cuts = new Set(cuts.map(({ effect, side }) => `${side} ${effect}`));
    this.problems = watchInvariants(this.world, (effect, stage) => {
      if (stage === 'before') this.#count += 1;
      if (this.#cuts.delete(`${stage} ${this.#count}`) || this.#cuts.delete(`${stage} ${effect.kind}`)) throw new CutOff();
    });
  }

  /** Something happens, and an interval goes by. */
  interval(happenings: readonly Happening[] = []): void {
    this.world.answers = this.#answers([...happenings, ...(this.#wasCutOff ? this.#afterCut : [])]);
    for (const happening of happenings) this.#change(happening);
    this.world.passInterval();
    this.#rest();
  }

  /** The canary until it rests, but for `intervals` at most. */
  settle(happenings: readonly Happening[] = [], intervals = 120): void {
    const resting: readonly string[] = ['Succeeded', 'Failed', 'Initialized'] satisfies CanaryPhase[];
    // A release that succeeded stands for an interval before a change that came meanwhile begins the next.
    for (let [left, before] = [intervals, '']; left > 0 && !(resting.includes(before) && this.world.phase === before); left--) {
      before = this.world.phase;
      this.interval(happenings);
    }
  }

  /** Where the canary stands. */
  standing(): unknown {
    const { phase, canaryWeight, iterations, failedChecks, lastAppliedSpec, lastPromotedSpec, trackedConfigs } = this.world.canary.status ?? {};
    return { phase, canaryWeight, iterations, failedChecks, lastAppliedSpec, lastPromotedSpec, trackedConfigs, traffic: this.world.traffic, replicas: this.world.replicas };
  }

  /** Goes on until nothing more happens at once; a tick that is cut off is taken up by another controller. */
  #rest(): void {
    for (let move = 0; move < 40; move++) {
      try {
        if (!this.world.tick()) return;
      } catch (error) {
        if (!(error instanceof CutOff)) throw error;
        this.#wasCutOff = true;
        for (const { effect, side } of this.#cutsAfterCut.splice(0)) this.#cuts.add(`${side} ${typeof effect === 'number' ? this.#count + effect : effect}`);
        if (this.#afterCut.length > 0) this.world.answers = this.#answers(this.#afterCut);
      }
    }
    throw new Error(`the machine never rests: ${this.world.rules.slice(-5).join(', ')}`);
  }

  #change(happening: Happening): void {
    const { world } = this;
    if (happening === 'new revision') world.revision = { ...world.revision, hash: `v1-${++this.#revisions}`, equalsPrimary: false };
    if (happening === 'back to the promoted revision') world.revision = { ...world.revision, hash: world.canary.status?.lastPromotedSpec ?? world.revision.hash, equalsPrimary: true };
    if (happening === 'config changes') world.revision = { ...world.revision, trackedConfigs: { a: String(++this.#revisions) }, equalsPrimary: false };
    if (happening === 'suspended' || happening === 'no longer suspended') this.#edit({ suspend: happening === 'suspended' });
    if (happening === 'analysis is skipped') this.#edit({ skipAnalysis: true });
    if (happening === 'threshold becomes 1') this.#edit({ analysis: { ...world.canary.spec.analysis, threshold: 1 } });
  }

  #edit(fields: Partial<CanarySpec>): void {
    this.world.canary = { ...this.world.canary, spec: { ...this.world.canary.spec, ...fields } };
  }

  #answers(happenings: readonly Happening[]): Evidence {
    const is = (happening: Happening): boolean => happenings.includes(happening);
    const gates = GATES.filter(gate => is(`${gate} is closed` as Happening)).map(gate => [gate, closed('gate')]);
    const { world } = this;
    return {
      ...(Object.fromEntries(gates) as Evidence),
      ...(is('metrics fail') && { metrics: { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } } }),
      ...(is('rollback is signalled') && { rollback: { signalledBy: 'hook', silent: [] } }),
      // What runs before a promotion and comes back after it can run.
      get 'primary-readiness'(): Readiness {
        if (is('primary is stuck') && world.kept !== 'restored') return { state: 'stuck', reason: 'never' };
        return is('primary is not ready') ? { state: 'waiting', reason: 'not yet' } : { state: 'ready' };
      },
      // A canary at zero replicas is as it should be, so it counts as ready.
      get 'canary-readiness'(): Readiness {
        if (world.replicas === 0) return { state: 'ready' };
        if (is('canary is stuck')) return { state: 'stuck', reason: 'never' };
        return is('canary is not ready') ? { state: 'waiting', reason: 'not yet' } : { state: 'ready' };
      },
    };
  }
}

import type { CanaryPhase } from '@flagger/sdk';
import type { Effect } from '../../src/decide/effect.ts';
import type { World } from './world.ts';

/** The phases that may follow a phase, but for deletion. A primary that is stuck fails every release that begins. */
const FOLLOWS: Readonly<Record<string, readonly CanaryPhase[]>> = {
  '': ['Initializing'],
  Initializing: ['Initialized', 'Progressing', 'Failed'],
  Initialized: ['Waiting', 'Progressing', 'Failed'],
  Waiting: ['Progressing', 'Failed'],
  Progressing: ['WaitingPromotion', 'Promoting', 'Succeeded', 'Failed'],
  WaitingPromotion: ['Progressing', 'Promoting', 'Succeeded', 'Failed'],
  Promoting: ['Finalising', 'Succeeded', 'Failed'],
  Finalising: ['Succeeded', 'Failed'],
  Succeeded: ['Waiting', 'Progressing', 'Failed'],
  Failed: ['Waiting', 'Progressing', 'Initializing'],
};

const RESTING = new Set(['Initialized', 'Succeeded', 'Failed']);

/** Looks after every effect whether the world is as it must be; the list of problems grows while the world goes on. */
export function watchInvariants(world: World, onEffect: World['onEffect'] = () => undefined): readonly string[] {
  const problems: string[] = [];
  let before = world.canary.status;
  world.onEffect = (effect, stage) => {
    if (stage === 'after') {
      problems.push(...trafficProblems(world), ...(effect.kind === 'status' ? statusProblems(world, before) : []));
      before = world.canary.status;
    }
    onEffect(effect, stage);
  };
  return problems;
}

function trafficProblems({ traffic: { primary, canary }, replicas, capabilities }: World): string[] {
  const problems: string[] = [];
  if (primary + canary !== 100 || primary < 0 || canary < 0) problems.push(`traffic of ${primary} and ${canary}`);
  if (capabilities.weights && canary > 0 && replicas === 0) problems.push(`traffic of ${canary} to a canary without replicas`);
  return problems;
}

function statusProblems(world: World, before: World['canary']['status']): string[] {
  const { phase = '', canaryWeight = 0 } = world.canary.status ?? {};
  const old = before?.phase ?? '';
  const problems: string[] = [];
  if (canaryWeight < 0 || canaryWeight > 100) problems.push(`a weight of ${canaryWeight} in the status`);
  if (phase === old) return problems;
  if (!FOLLOWS[old]?.includes(phase as CanaryPhase)) problems.push(`phase ${phase} after ${old}`);
  if (RESTING.has(old) && unchanged(world, before ?? {})) problems.push(`${phase} after ${old}, though nothing changed`);
  return problems;
}

function unchanged({ revision: { hash, trackedConfigs } }: World, before: NonNullable<World['canary']['status']>): boolean {
  return [before.lastAppliedSpec, before.lastPromotedSpec].includes(hash) && JSON.stringify(trackedConfigs) === JSON.stringify(before.trackedConfigs);
}

/** What a canary that rests does at every look: it makes sure of what is there. Anything else would be heard of or written. */
const HARMLESS: ReadonlySet<Effect['kind']> = new Set(['services', 'primary', 'reconcile-route', 'scaler', 'status-gauge', 'weight-gauge']);

/** Effects that a canary at rest must not have. */
export function unrest(effects: readonly Effect[]): readonly string[] {
  return effects.filter(({ kind }) => !HARMLESS.has(kind)).map(({ kind }) => kind);
}

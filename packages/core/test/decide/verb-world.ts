import { expect } from '@jest/globals';
import type { CanarySpec } from '@flagger/sdk';
import { changedWorld, closed, MESH } from './world.ts';
import type { World } from './world.ts';

export const RUN = 'v1-b';
export const WEIGHTED: CanarySpec['analysis'] = { stepWeight: 20, threshold: 2, stepWeightPromotion: 50 };

/** How a canary comes into each phase. */
const PHASES: Readonly<Record<string, (world: World) => void>> = {
  Initialized: world => void (world.revision = { ...world.revision, hash: 'v1-a' }),
  Waiting: world => {
    world.answers = { 'confirm-rollout': closed('gate') };
    world.interval();
  },
  Progressing: world => void world.interval(),
  WaitingPromotion: world => {
    world.answers = { 'confirm-promotion': closed('gate') };
    until(world, 'WaitingPromotion');
  },
  Promoting: world => {
    until(world, 'Promoting');
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not yet' } };
  },
  Finalising: world => until(world, 'Finalising'),
  Succeeded: world => until(world, 'Succeeded'),
  Failed: world => {
    world.answers = { 'canary-readiness': { state: 'stuck', reason: 'no' } };
    world.interval();
    world.answers = {};
  },
};

export function until(world: World, phase: string): void {
  for (let move = 0; world.phase !== phase; move++) {
    if (move > 60) throw new Error(`never ${phase}, but ${world.phase}`);
    if (!world.tick()) world.passInterval();
  }
}

export function worldIn(phase: string, analysis = WEIGHTED, spec: Partial<CanarySpec> = {}): World {
  const world = changedWorld({ analysis, ...spec }, MESH);
  PHASES[phase]?.(world);
  expect(world.phase).toBe(phase);
  return world;
}

/** Asks, and lets everything happen that needs no time. */
export function ask(world: World, text: string): World {
  world.ask(text);
  settle(world);
  return world;
}

export function settle(world: World): void {
  for (let move = 0; world.tick(); move++) if (move > 20) throw new Error('never rests');
}

/** Statuses that were written, as effects. */
export const statuses = (world: World): unknown[] => world.effects.flatMap(effect => (effect.kind === 'status' ? [effect] : []));
export const refusals = (world: World): string[] => world.effects.flatMap(effect => (effect.kind === 'refuse-verb' ? [effect.message] : []));
export const annotations = (world: World): unknown => world.canary.metadata.annotations;

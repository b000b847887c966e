import { nextStatus, observe } from '@flagger/core';
import type { Effect } from '@flagger/core';
import type { Canary, ProviderCapabilities, Traffic } from '@flagger/sdk';
import { answersWhenAllIsWell } from './answers.ts';
import { decideFully } from './decide-fully.ts';

/** What happens at one moment of a release. */
export interface PlannedTick {
  /** Seconds since the new revision was noticed. */
  readonly atSeconds: number;
  readonly traffic: Traffic;
  readonly messages: readonly string[];
}

const MESH: ProviderCapabilities = {
  weights: true, mirroring: 'always', matches: ['headers', 'cookies'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
};

/** What the operator would do, moment by moment, for a new revision with which all goes well. */
export function planRelease(canary: Canary): readonly PlannedTick[] {
  let now: Canary = { ...canary, status: { phase: 'Initialized', lastAppliedSpec: 'v1-now', lastPromotedSpec: 'v1-now', trackedConfigs: {} } };
  let traffic: Traffic = { primary: 100, canary: 0, mirrored: false };
  let atSeconds = 0;
  let due = true;
  const plan: PlannedTick[] = [];
  while (now.status?.phase !== 'Succeeded') {
    const snapshot = observe(now, { capabilities: MESH, providerName: 'mesh' }, due);
    const { effects, pace } = decideFully(snapshot, answersWhenAllIsWell(traffic));
    if (!due && !effects.some(effect => effect.kind === 'status')) {
      atSeconds += snapshot.analysis.intervalMs / 1000; // nothing to do before the next check
      due = true;
      continue;
    }
    if (pace !== 'keep') due = pace === 'clear';
    now = effects.reduce(withStatus, now);
    traffic = effects.findLast(effect => effect.kind === 'route')?.traffic ?? traffic;
    plan.push({ atSeconds, traffic, messages: effects.flatMap(effect => (effect.kind === 'event' ? [effect.message] : [])) });
  }
  return plan;
}

function withStatus(canary: Canary, effect: Effect): Canary {
  if (effect.kind !== 'status') return canary;
  const { revision } = answersWhenAllIsWell({ primary: 100, canary: 0, mirrored: false });
  const facts = { nowMs: 0, kind: canary.spec.targetRef.kind, iterations: canary.spec.analysis.iterations ?? 0, revision };
  return { ...canary, status: nextStatus(canary.status ?? {}, effect.change, facts) };
}

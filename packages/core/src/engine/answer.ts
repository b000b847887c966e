import { isCanaryError, isRestorable, VERB_ANNOTATION } from '@flagger/sdk';
import type { Answers, Question } from '../decide/evidence.ts';
import { checkMetrics } from '../metrics/check-metrics.ts';
import type { MetricContext } from '../metrics/metric-context.ts';
import { probeMetrics } from '../metrics/probe-metrics.ts';
import { askGate } from '../webhooks/ask-gate.ts';
import { askRollback } from '../webhooks/ask-rollback.ts';
import { phaseOf } from './observe.ts';
import type { TickContext } from './tick-context.ts';

type Answerers = { readonly [Q in Question]: (tick: TickContext) => Promise<Answers[Q]> };

/** A run is told as Progressing to all gates but the one that lets it begin. @source flagger scheduler_hooks.go */
const gate =
  (type: 'pre-rollout' | 'rollout' | 'confirm-traffic-increase' | 'confirm-promotion') =>
  (tick: TickContext): Promise<Answers[typeof type]> =>
    askGate(type, { canary: tick.canary, phase: 'Progressing' }, tick.ports, tick.signal);

/** After a failure the new revision is in the payload's checksum already, before that only once its run begins. @source flagger scheduler.go shouldAdvance */
async function askApproval(tick: TickContext): Promise<Answers['confirm-rollout']> {
  const { canary } = tick;
  const phase = phaseOf(canary);
  const { hash, trackedConfigs = {} } = await tick.revision();
  const asked = phase === 'Failed' ? { ...canary, status: { ...canary.status, lastAppliedSpec: hash, trackedConfigs } } : canary;
  return askGate('confirm-rollout', { canary: asked, phase }, tick.ports, tick.signal);
}

async function askTarget({ ports: { target }, canary, signal }: TickContext): Promise<Answers['target']> {
  try {
    await target.metadata(canary, signal);
    return { stands: true };
  } catch (error) {
    if (!isCanaryError(error, 'NotFound')) throw error;
    return { stands: false };
  }
}

const answerers: Answerers = {
  target: askTarget,
  revision: tick => tick.revision(),
  traffic: async tick => tick.ports.router.getTraffic(await tick.subject(), tick.signal),
  'primary-readiness': tick => tick.ports.target.readiness(tick.canary, 'primary', tick.signal),
  'canary-readiness': tick => tick.ports.target.readiness(tick.canary, 'canary', tick.signal),
  'kept-primary': async ({ ports: { target }, canary, signal }) => (isRestorable(target) ? target.keptPrimary(canary, signal) : 'none'),
  'rollout-slot': async ({ ports: { rolloutSlots }, canary }) => rolloutSlots?.ask(canary) ?? { free: true },
  'confirm-rollout': askApproval,
  'pre-rollout': gate('pre-rollout'),
  rollout: gate('rollout'),
  'confirm-traffic-increase': gate('confirm-traffic-increase'),
  'confirm-promotion': gate('confirm-promotion'),
  'asked-by': async tick => ({ manager: await tick.ports.askedBy(tick.canary, VERB_ANNOTATION, tick.signal) }),
  rollback: tick => askRollback({ canary: tick.canary, phase: phaseOf(tick.canary) }, tick.ports, tick.signal),
  metrics: async tick => checkMetrics(tick.canary, await metricsContext(tick), tick.signal),
  'metric-services': async tick => ({ problem: await probeMetrics(tick.canary, await metricsContext(tick), tick.signal) }),
};

/** Answers one question of a tick; the engine asks each at most once. */
export async function answerQuestion<Q extends Question>(question: Q, tick: TickContext): Promise<Answers[Q]> {
  const answer = await answerers[question](tick);
  tick.checks.note(question, answer);
  return answer;
}

async function metricsContext(tick: TickContext): Promise<MetricContext> {
  const { route } = await tick.metadata();
  return { ...tick.ports, ...(route && { route }), observed: (metric, value) => tick.ports.recorder.analysis(tick.canary, metric, value) };
}

import type { Canary, CanaryPhase } from '@flagger/sdk';
import type { Snapshot } from '../decide/snapshot.ts';
import { readVerb } from '../decide/verb-request.ts';
import { isPaused } from '../status/advancing-condition.ts';
import { analysisPlan } from '../strategy/analysis-plan.ts';
import type { CanaryPorts } from './ports.ts';

/** @source flagger GetProgressDeadlineSeconds */
const DEADLINE_SECONDS = 600;

/** What a tick knows before it asks anything: the canary, with every default filled in. */
export function observe(canary: Canary, ports: Pick<CanaryPorts, 'capabilities' | 'providerName'>, due: boolean, nowMs?: number): Snapshot {
  const { status = {}, spec } = canary;
  return {
    canary,
    phase: phaseOf(canary),
    failedChecks: status.failedChecks ?? 0,
    canaryWeight: status.canaryWeight ?? 0,
    iterations: status.iterations ?? 0,
    analysis: analysisPlan(spec.analysis, ports.capabilities),
    ...extras(spec),
    capabilities: ports.capabilities,
    providerName: ports.providerName,
    paused: isPaused(canary.status),
    verb: readVerb(canary),
    fresh: nowMs !== undefined && isFresh(canary, nowMs),
    due,
  };
}

function isFresh({ status = {}, spec }: Canary, nowMs: number): boolean {
  const deadlineMs = (spec.progressDeadlineSeconds ?? DEADLINE_SECONDS) * 1000;
  return nowMs < Date.parse(status.lastTransitionTime ?? '') + deadlineMs;
}

/** What the spec asks for beyond Flagger; without analysis nobody waits for a primary or judges. */
function extras({ analysis, skipAnalysis = false }: Canary['spec']): Pick<Snapshot, 'skipAnalysis' | 'restorePrimary' | 'analyzeFirst'> {
  return { skipAnalysis, restorePrimary: !skipAnalysis && analysis.restorePrimary === true, analyzeFirst: !skipAnalysis && analysis.analyzeFirst === true };
}

/** The phase; a canary without one is being initialized. */
export function phaseOf({ status }: Canary): CanaryPhase {
  return status?.phase || 'Initializing';
}

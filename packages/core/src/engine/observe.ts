import type { Canary, CanaryPhase } from '@flagger/sdk';
import type { Snapshot } from '../decide/snapshot.ts';
import { readVerb } from '../decide/verb-request.ts';
import { isPaused } from '../status/advancing-condition.ts';
import { analysisPlan } from '../strategy/analysis-plan.ts';
import type { CanaryPorts } from './ports.ts';

/** What a tick knows before it asks anything: the canary, with every default filled in. */
export function observe(canary: Canary, ports: Pick<CanaryPorts, 'capabilities' | 'providerName'>, due: boolean): Snapshot {
  const { status = {}, spec } = canary;
  return {
    canary,
    phase: phaseOf(canary),
    failedChecks: status.failedChecks ?? 0,
    canaryWeight: status.canaryWeight ?? 0,
    iterations: status.iterations ?? 0,
    analysis: analysisPlan(spec.analysis, ports.capabilities),
    skipAnalysis: spec.skipAnalysis ?? false,
    capabilities: ports.capabilities,
    providerName: ports.providerName,
    paused: isPaused(canary.status),
    verb: readVerb(canary),
    due,
  };
}

/** The phase; a canary without one is being initialized. */
export function phaseOf({ status }: Canary): CanaryPhase {
  return status?.phase || 'Initializing';
}

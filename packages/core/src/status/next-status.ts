import type { CanaryPhase, CanaryStatus, TargetRevision } from '@flagger/sdk';
import { promotedConditions } from './conditions.ts';
import { begunRun, calledGood } from './first-revision.ts';
import { withRestored } from './restored-condition.ts';
import type { DoneVerb, StatusChange } from './status-change.ts';
import { timestamp } from './timestamp.ts';

/** What a status change needs to know beside the old status. */
export interface StatusFacts {
  readonly nowMs: number;
  /** `spec.targetRef.kind`. */
  readonly kind: string;
  /** Iterations of the analysis, 0 where there are none. */
  readonly iterations: number;
  /** Needed by 'sync' only. */
  readonly revision: TargetRevision | undefined;
  /** The verb that led to the change, where one did. */
  readonly verb?: DoneVerb | undefined;
}

const KEEPS_COUNTERS: readonly CanaryPhase[] = ['Progressing', 'Waiting', 'Promoting'];
const PROMOTES: readonly CanaryPhase[] = ['Initialized', 'Succeeded'];

/** The status after a change. Pure; counters are always numbers. @source flagger pkg/canary/status.go */
export function nextStatus(old: CanaryStatus, change: StatusChange, facts: StatusFacts): CanaryStatus {
  const status = changed(old, change, facts);
  return facts.verb === undefined ? status : { ...status, lastVerb: { ...facts.verb, at: timestamp(facts.nowMs) } };
}

function changed(old: CanaryStatus, change: StatusChange, facts: StatusFacts): CanaryStatus {
  const base: CanaryStatus = {
    ...old,
    failedChecks: old.failedChecks ?? 0,
    canaryWeight: old.canaryWeight ?? 0,
    iterations: old.iterations ?? 0,
  };
  if (change.kind === 'revisions') {
    return { ...base, lastAppliedSpec: change.lastAppliedSpec, lastPromotedSpec: change.lastPromotedSpec };
  }
  if (change.kind === 'pause') return change.paused ? { ...base, paused: true } : unpaused(base);
  const moved: CanaryStatus = { ...base, lastTransitionTime: timestamp(facts.nowMs) };
  switch (change.kind) {
    case 'sync':
      return synced(unpaused(moved), change, facts);
    case 'phase':
      return inPhase(unpaused(moved), change.phase, facts);
    case 'restore': {
      const told = withRestored(moved, change.stage, { message: change.message, nowMs: facts.nowMs });
      return change.stage === 'done' ? { ...told, canaryWeight: 0 } : told;
    }
    case 'weight':
      return { ...moved, canaryWeight: change.canaryWeight };
    case 'iterations':
      return { ...moved, iterations: change.iterations };
    case 'failedChecks':
      return { ...moved, failedChecks: change.failedChecks, ...(change.check && { lastFailedCheck: { ...change.check, at: timestamp(facts.nowMs) } }) };
  }
}

/** A pause ends with what it held. */
function unpaused({ paused: _paused, ...rest }: CanaryStatus): CanaryStatus {
  return rest;
}

function synced(status: CanaryStatus, change: Extract<StatusChange, { kind: 'sync' }>, facts: StatusFacts): CanaryStatus {
  if (facts.revision === undefined) throw new Error('a sync needs the revision of the target');
  const { hash, trackedConfigs } = facts.revision;
  const { trackedConfigs: _old, ...rest } = change.phase === 'Progressing' ? begunRun(status, facts.revision) : status;
  return {
    ...rest,
    phase: change.phase,
    canaryWeight: change.canaryWeight ?? 0,
    failedChecks: change.failedChecks ?? 0,
    iterations: change.iterations ?? 0,
    lastAppliedSpec: hash,
    ...(trackedConfigs && { trackedConfigs }),
    ...(change.phase === 'Initialized' && { lastPromotedSpec: hash }),
    conditions: promotedConditions(rest.conditions, change.phase, facts.kind, timestamp(facts.nowMs)),
  };
}

function inPhase(status: CanaryStatus, phase: CanaryPhase, facts: StatusFacts): CanaryStatus {
  const reset = KEEPS_COUNTERS.includes(phase) ? {} : { canaryWeight: 0, iterations: phase === 'WaitingPromotion' ? facts.iterations - 1 : 0 };
  return {
    ...(PROMOTES.includes(phase) ? calledGood(status) : status),
    ...reset,
    phase,
    ...(PROMOTES.includes(phase) && status.lastAppliedSpec !== undefined && { lastPromotedSpec: status.lastAppliedSpec }),
    conditions: promotedConditions(status.conditions, phase, facts.kind, timestamp(facts.nowMs)),
  };
}

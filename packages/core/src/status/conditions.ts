import type { CanaryCondition, CanaryPhase } from '@flagger/sdk';

type Verdict = Pick<CanaryCondition, 'status'> & { readonly message: string };

const PROMOTED: Readonly<Record<CanaryPhase, (kind: string) => Verdict>> = {
  Initializing: kind => ({ status: 'Unknown', message: `New ${kind} detected, starting initialization.` }),
  Initialized: kind => ({ status: 'True', message: `${kind} initialization completed.` }),
  Waiting: () => ({ status: 'Unknown', message: 'Waiting for approval.' }),
  Progressing: () => ({ status: 'Unknown', message: 'New revision detected, progressing canary analysis.' }),
  WaitingPromotion: () => ({ status: 'Unknown', message: 'Waiting for approval.' }),
  Promoting: () => ({ status: 'Unknown', message: 'Canary analysis completed, starting primary rolling update.' }),
  Finalising: () => ({ status: 'Unknown', message: 'Canary analysis completed, routing all traffic to primary.' }),
  Succeeded: () => ({ status: 'True', message: 'Canary analysis completed successfully, promotion finished.' }),
  Failed: kind => ({ status: 'False', message: `Canary analysis failed, ${kind} scaled to zero.` }),
  Terminating: kind => ({ status: 'Unknown', message: `New ${kind} detected, starting initialization.` }),
  Terminated: kind => ({ status: 'Unknown', message: `New ${kind} detected, starting initialization.` }),
};

/**
 * The conditions with `Promoted` as the phase says; other types stay. The very same list where nothing changes.
 *
 * @source flagger pkg/canary/status.go MakeStatusConditions
 */
export function promotedConditions(
  current: readonly CanaryCondition[] | undefined,
  phase: CanaryPhase,
  kind: string,
  nowText: string,
): readonly CanaryCondition[] {
  const { status, message } = PROMOTED[phase](kind);
  const old = current?.find(condition => condition.type === 'Promoted');
  if (current && old?.status === status && old.reason === phase) return current;
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? nowText) : nowText;
  const promoted: CanaryCondition = { type: 'Promoted', status, reason: phase, message, lastUpdateTime: nowText, lastTransitionTime };
  return [promoted, ...(current ?? []).filter(condition => condition.type !== 'Promoted')];
}

import type { CanaryCondition, CanaryStatus } from '@flagger/sdk';
import { timestamp } from './timestamp.ts';

const TYPE = 'PrimaryRestored';

/** How far the way back came of a primary that could not start after its promotion. */
export type RestoreStage = keyof typeof STAGES;

const STAGES = {
  begun: { status: 'False', reason: 'Restoring' },
  done: { status: 'True', reason: 'Restored' },
  impossible: { status: 'False', reason: 'NothingKept' },
} as const satisfies Record<string, Pick<CanaryCondition, 'status' | 'reason'>>;

/** How far the way back came, as the status tells it; undefined where none was taken since the run began. */
export function restoreStage({ conditions = [] }: CanaryStatus): RestoreStage | undefined {
  const reason = conditions.find(({ type }) => type === TYPE)?.reason;
  return (Object.keys(STAGES) as RestoreStage[]).find(stage => STAGES[stage].reason === reason);
}

/**
 * The status with the condition `PrimaryRestored`, behind the others.
 *
 * @differs Flagger has no condition for it: `restored-condition.test.ts` "tells how far the way back came"
 */
export function withRestored(status: CanaryStatus, stage: RestoreStage, { message, nowMs }: { readonly message: string; readonly nowMs: number }): CanaryStatus {
  const nowText = timestamp(nowMs);
  const old = status.conditions?.find(({ type }) => type === TYPE);
  const lastTransitionTime = old?.status === STAGES[stage].status ? (old.lastTransitionTime ?? nowText) : nowText;
  const condition: CanaryCondition = { type: TYPE, ...STAGES[stage], message, lastUpdateTime: nowText, lastTransitionTime };
  return { ...status, conditions: [...others(status), condition] };
}

/** The status without it: a run begins. */
export function withoutRestored(status: CanaryStatus): CanaryStatus {
  const left = others(status);
  return left.length === (status.conditions?.length ?? 0) ? status : { ...status, conditions: left };
}

function others({ conditions = [] }: CanaryStatus): readonly CanaryCondition[] {
  return conditions.filter(({ type }) => type !== TYPE);
}

import type { CanaryCondition } from '@flagger/sdk';

type Conditions = readonly CanaryCondition[] | undefined;

const TYPE = 'Accepted';

/** Why the operator doesn't run a canary. */
export interface Refusal {
  /** One word, such as `InvalidSpec`. */
  readonly reason: string;
  readonly message: string;
}

/** What the conditions say about a refusal, if they do. */
export function refusalIn(conditions: Conditions): Refusal | undefined {
  const found = conditions?.find(({ type, status }) => type === TYPE && status === 'False');
  return found && { reason: found.reason, message: found.message ?? '' };
}

/** The conditions with `Accepted` False, behind those that Flagger knows. */
export function withRefusal(conditions: Conditions, { reason, message }: Refusal, nowMs: number): readonly CanaryCondition[] {
  const nowText = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const refused: CanaryCondition = { type: TYPE, status: 'False', reason, message, lastUpdateTime: nowText, lastTransitionTime: nowText };
  return [...withoutRefusal(conditions), refused];
}

/** The conditions that Flagger knows: a canary that is run needs no word about it. */
export function withoutRefusal(conditions: Conditions): readonly CanaryCondition[] {
  return conditions?.filter(({ type }) => type !== TYPE) ?? [];
}

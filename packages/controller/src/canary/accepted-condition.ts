import type { CanaryCondition } from '@flagger/sdk';

type Conditions = readonly CanaryCondition[] | undefined;

const TYPE = 'Accepted';

/** Why the operator doesn't run a canary. */
export interface Refusal {
  /** One word, such as `InvalidSpec`. */
  readonly reason: string;
  readonly message: string;
}

/** What the operator has to say about a spec: False: it is not run; True: it is run, but there are doubts about it. */
export interface Opinion extends Refusal {
  readonly status: 'True' | 'False';
}

/** What the conditions say about the spec, if they do. */
export function opinionIn(conditions: Conditions): Opinion | undefined {
  const found = conditions?.find(({ type, status }) => type === TYPE && status !== 'Unknown');
  return found && { status: found.status === 'True' ? 'True' : 'False', reason: found.reason, message: found.message ?? '' };
}

/** The conditions with `Accepted`, behind those that Flagger knows. */
export function withOpinion(conditions: Conditions, { status, reason, message }: Opinion, nowMs: number): readonly CanaryCondition[] {
  const nowText = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const told: CanaryCondition = { type: TYPE, status, reason, message, lastUpdateTime: nowText, lastTransitionTime: nowText };
  return [...withoutOpinion(conditions), told];
}

/** The other conditions: a canary that is run without doubt needs no word about it. */
export function withoutOpinion(conditions: Conditions): readonly CanaryCondition[] {
  return conditions?.filter(({ type }) => type !== TYPE) ?? [];
}

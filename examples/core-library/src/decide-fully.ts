import { decide } from '@flagger/core';
import type { Answers, Effect, Evidence, Snapshot } from '@flagger/core';

/** Everything that one tick does. */
export interface FullDecision {
  readonly effects: readonly Effect[];
  /** What becomes of the interval: 'mark' begins it, 'clear' lets the next check follow at once. */
  readonly pace: 'mark' | 'clear' | 'keep';
}

// #region decide
/** `decide` asks for one piece of evidence after another, and only for what the rules need. */
export function decideFully(snapshot: Snapshot, answers: Answers): FullDecision {
  let evidence: Evidence = {};
  for (;;) {
    const decision = decide(snapshot, evidence);
    if (decision.next === 'rest') return { effects: decision.before, pace: 'keep' };
    if (decision.next === 'end') return { effects: [...decision.before, ...decision.effects], pace: decision.pace };
    evidence = { ...evidence, [decision.question]: answers[decision.question] };
  }
}
// #endregion

import type { CanaryPhase } from '@flagger/sdk';
import type { Wait } from '../status/wait.ts';
import type { Effect } from './effect.ts';
import type { Evidence, Question } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';

/** Do this, and no later rule is asked. */
export interface Ending {
  readonly end: readonly Effect[];
  /** What becomes of the interval's mark; default: a paced rule sets it. */
  readonly pace?: 'mark' | 'clear';
  /** What keeps the run from going on; default: nothing but time. */
  readonly waits?: Wait;
}

/** What a rule makes of the evidence. */
export type Outcome =
  | Ending
  /** Do this, and go on to the next rule. */
  | { readonly pass: readonly Effect[] };

/**
 * One row of the state machine. Rows are tried in order; a row that ends the tick wins.
 * Evidence is asked for lazily: a row is decided when all that it asks for is there.
 */
export interface Rule {
  readonly name: string;
  /** One sentence for the printed table. */
  readonly says: string;
  readonly phases: readonly CanaryPhase[];
  /** 'interval': at most once an analysis interval. 'now': as soon as something wakes the canary. */
  readonly pace: 'now' | 'interval';
  readonly asks: readonly Question[];
  /** A canary that ends here needs no timer: only a change can move it. */
  readonly rests?: true;
  /** The part of the condition that needs no evidence of its own; it keeps questions from being asked in vain. */
  readonly applies: (s: Snapshot, e: Evidence) => boolean;
  readonly decide: (s: Snapshot, e: Evidence) => Outcome | undefined;
}

/** A row that always applies in its phases. */
export const always = (): boolean => true;

/** The answer to a question that the row lists in `asks`. */
export function answer<Q extends Question>(e: Evidence, question: Q): NonNullable<Evidence[Q]> {
  const found = e[question];
  if (found === undefined) throw new Error(`a rule reads "${question}" without asking for it`);
  return found;
}

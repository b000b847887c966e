import { expect } from '@jest/globals';
import type { Chronicle, Outcome, Story, View } from './town.ts';

/** What a canary says while something is wrong, and where it is when that is mended. */
export interface Expected {
  /** `message` may be a matcher. */
  readonly condition: Omit<View['conditions'][number], 'message'> & { readonly message: unknown };
  /** The event; default: the condition's message. */
  readonly event?: string;
  /** The phase that the canary stays in until it is mended; undefined: it has none. */
  readonly phase?: string;
  /** Default 0. Flagger, too, writes the same weight or iteration again at each check. */
  readonly idleWrites?: number;
  readonly afterwards: string;
}

/** A story with its moral. */
export type Case = Story & { readonly expected: Expected };

/** What became of the story of a name. */
export function outcomeOf({ outcomes }: Chronicle, name: string): Outcome {
  const outcome = outcomes.get(name);
  if (outcome === undefined) throw new Error(`there is no story ${name}`);
  return outcome;
}

/** The canary said it by a condition and by an event, wrote nothing while nothing changed, and says no more when it is mended. */
export function expectTold(chronicle: Chronicle, { name, expected }: Case): void {
  const { broken, mended, idleWrites } = outcomeOf(chronicle, name);
  expect(broken.conditions).toContainEqual(expected.condition);
  expect(broken.warnings).toContainEqual(expected.event ?? expected.condition.message);
  expect(broken.phase).toBe(expected.phase);
  expect(idleWrites).toBeLessThanOrEqual(expected.idleWrites ?? 0);
  expect(mended).toMatchObject({ phase: expected.afterwards, conditions: [{ type: 'Promoted', status: 'True' }] });
}

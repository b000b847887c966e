import { normal } from '../announce.ts';
import type { Effect } from '../effect.ts';
import type { Evidence } from '../evidence.ts';
import { answer } from '../rule.ts';
import { titleOf } from '../verb-request.ts';
import type { VerbRequest } from '../verb-request.ts';

/** `Abort of revision v1-x asked by kubectl-annotate`. */
export function askedText(request: VerbRequest, e: Evidence): string {
  const { manager } = answer(e, 'asked-by');
  return `${titleOf(request)} asked${manager === undefined ? '' : ` by ${manager}`}`;
}

/**
 * Does what a verb asks for: it is said, noted in the same write as the change of the status, and its annotation goes. Cut off
 * before that write it is done again from the start; after it, never again.
 *
 * @differs Flagger knows no verbs: `verbs.test.ts` "ends as if it had not been"
 */
export function fulfil(request: VerbRequest, e: Evidence, effects: readonly Effect[], asked: readonly Effect[] = [normal(askedText(request, e))]): Effect[] {
  const { manager } = answer(e, 'asked-by');
  const verb = { ...request, ...(manager !== undefined && { by: manager }) };
  const noted = effects.flatMap<Effect>(effect => (effect.kind === 'status' ? [{ ...effect, verb }, { kind: 'verb-done' }] : [effect]));
  return [...asked, ...noted];
}

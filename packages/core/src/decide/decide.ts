import type { Wait } from '../status/wait.ts';
import type { Effect } from './effect.ts';
import type { Evidence, Question } from './evidence.ts';
import type { Rule } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import type { Snapshot } from './snapshot.ts';

/** What a tick does next. `before` are effects of rows passed on the way, a list that only grows as evidence comes in. */
export type Decision =
  | { readonly next: 'ask'; readonly before: readonly Effect[]; readonly question: Question }
  | { readonly next: 'end'; readonly before: readonly Effect[]; readonly effects: readonly Effect[]; readonly rule: Rule; readonly pace: 'mark' | 'clear' | 'keep'; readonly waits?: Wait }
  | { readonly next: 'rest'; readonly before: readonly Effect[] };

/** Runs the rows over what is known so far. Pure: the same arguments always give the same decision. */
export function decide(s: Snapshot, e: Evidence, rules: readonly Rule[] = allRules): Decision {
  const before: Effect[] = [];
  for (const rule of rules) {
    if (!inPlay(rule, s) || !rule.applies(s, e)) continue;
    const question = rule.asks.find(asked => e[asked] === undefined);
    if (question !== undefined) return { next: 'ask', before, question };
    const outcome = rule.decide(s, e);
    if (outcome === undefined) continue;
    if ('end' in outcome) {
      return { next: 'end', before, effects: outcome.end, rule, pace: outcome.pace ?? paceOf(rule), ...(outcome.waits && { waits: outcome.waits }) };
    }
    before.push(...outcome.pass);
  }
  return { next: 'rest', before };
}

function inPlay(rule: Rule, { phase, due }: Snapshot): boolean {
  return rule.phases.includes(phase) && (due || rule.pace === 'now');
}

function paceOf({ pace }: Rule): 'mark' | 'keep' {
  return pace === 'interval' ? 'mark' : 'keep';
}

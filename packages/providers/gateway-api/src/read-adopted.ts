import { ALL_TO_PRIMARY } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import { isChosen } from './adopt-rules.ts';
import type { Adoption } from './adopt-rules.ts';
import type { HttpRoute, RouteRule } from './gateway-api-types.ts';
import { weightOf } from './give-back.ts';
import { isAdded, ownRefs } from './own-refs.ts';
import { canaryMirrors } from './render-filters.ts';

/**
 * The split that a user's route says: where its rules disagree, the one with the smallest share of the canary. A rule that leads to the apex
 * Service sends all to the primary. Undefined where no rule leads to the canary's Services.
 */
export function adoptedTraffic({ spec }: HttpRoute, { canary, ref }: Pick<Adoption, 'canary' | 'ref'>): Traffic | undefined {
  const rules = spec?.rules ?? [];
  const split = rules.filter(rule => totalOf(rule, canary) > 0 && ownRefs(rule, canary).apex === undefined);
  const added = split.filter(rule => isAdded(rule, canary));
  const users = split.filter(rule => !isAdded(rule, canary));
  const told = (canary.spec.analysis.match ?? []).length > 0 && added.length > 0 ? added : users;
  const splits = [...told.map(rule => splitOf(rule, canary)), ...rules.filter(rule => isChosen(rule, { canary, ref })).map(() => ALL_TO_PRIMARY)];
  return leastTraffic(splits);
}

/** Of several splits that should be alike the one with the smallest share of the canary; it mirrors where all do. */
export function leastTraffic(splits: readonly Traffic[]): Traffic | undefined {
  const [least] = splits.toSorted((a, b) => a.canary - b.canary);
  return least && { ...least, mirrored: splits.every(({ mirrored }) => mirrored) };
}

function splitOf(rule: RouteRule, canary: Canary): Traffic {
  const { canary: to } = ownRefs(rule, canary);
  const percent = to === undefined ? 0 : Math.round((weightOf(to) * 100) / totalOf(rule, canary));
  return { primary: 100 - percent, canary: percent, mirrored: canaryMirrors(rule.filters, canary) > 0 };
}

function totalOf(rule: RouteRule, canary: Canary): number {
  return ownRefs(rule, canary).all.reduce((sum, ref) => sum + weightOf(ref), 0);
}

import { ALL_TO_PRIMARY, CanaryError, serviceNames } from '@flagger/sdk';
import type { Canary, Traffic } from '@flagger/sdk';
import type { AdoptedRef } from './adopted-refs.ts';
import { affinityRules } from './affinity-rules.ts';
import type { BackendRef, RouteRule } from './gateway-api-types.ts';
import type { GatewayApiVersion } from './gateway-api-versions.ts';
import { giveBackRules, isShared, weightOf } from './give-back.ts';
import { narrowed } from './narrow-matches.ts';
import { ownRefs } from './own-refs.ts';
import { mirrored } from './render-http-route.ts';
import { analysisMatches } from './render-matches.ts';

const PERCENT = 100;

/** The most that a backend may weigh. */
const MAX_WEIGHT = 1_000_000;

/** What an adopted route becomes. */
export interface Adoption {
  readonly canary: Canary;
  readonly ref: AdoptedRef;
  readonly traffic: Traffic;
  readonly version: GatewayApiVersion;
}

/**
 * A user's rules with those that lead to the apex Service split between primary and canary. All else in them, and each other rule, stays as
 * it is. Pure, and the same for rules that are split already.
 *
 * @throws CanaryError Invalid, also where no rule leads to the apex Service
 */
export function adoptRules(rules: readonly RouteRule[], adoption: Adoption): readonly RouteRule[] {
  const original = giveBackRules(rules, adoption.canary);
  const chosen = original.filter(rule => isChosen(rule, adoption));
  if (chosen.length === 0) throw noRule(adoption);
  return original.flatMap(rule => (chosen.includes(rule) ? adoptRule(rule, adoption) : [rule]));
}

/** Whether a rule leads to the apex Service, and is meant. */
export function isChosen(rule: RouteRule, { canary, ref: { ruleNames } }: Pick<Adoption, 'canary' | 'ref'>): boolean {
  return ownRefs(rule, canary).apex !== undefined && (ruleNames === undefined || ruleNames.some(name => name === rule.name));
}

function adoptRule(rule: RouteRule, { canary, traffic, version }: Adoption): readonly RouteRule[] {
  const { match = [], sessionAffinity } = canary.spec.analysis;
  const weighted = splitRule(rule, canary, traffic);
  if (match.length > 0) {
    const matches = analysisMatches(match, rule.matches ?? [{}], narrowed);
    return [addedRule({ ...weighted, matches }, canary), splitRule(rule, canary, ALL_TO_PRIMARY)];
  }
  const sticky = sessionAffinity !== undefined && version.affinity !== 'none';
  const all = sticky ? affinityRules(canary, { affinity: sessionAffinity, weighted, traffic, narrow: narrowed, version }) : [weighted];
  return [...all.slice(0, -1).map(each => addedRule(each, canary)), ...all.slice(-1).map(each => (traffic.mirrored ? mirrored(canary, each) : each))];
}

/** Each half keeps the port of the backend. @throws CanaryError Invalid, where the weights can't be halved as finely as percents need it */
function splitRule(rule: RouteRule, canary: Canary, traffic: Traffic): RouteRule {
  const names = serviceNames(canary);
  const { apex, all } = ownRefs(rule, canary);
  if (all.length > 1) throw twice(rule, names.apex);
  const unit = apex === undefined ? 0 : weightUnit(rule, apex, all);
  const share = (role: 'primary' | 'canary', ref: BackendRef): BackendRef => ({ ...ref, name: names[role], weight: unit * traffic[role] });
  return { ...rule, backendRefs: (rule.backendRefs ?? []).flatMap(ref => (ref === apex ? [share('primary', ref), share('canary', ref)] : [ref])) };
}

/** How much one percent weighs. */
function weightUnit(rule: RouteRule, apex: BackendRef, own: readonly BackendRef[]): number {
  const weight = weightOf(apex);
  const shared = isShared(rule, own);
  if (shared && weight % PERCENT !== 0) throw badWeight(apex, `beside other backends it has to be a multiple of ${PERCENT}: multiply the weights of the rule by ${PERCENT}`);
  if (!shared && weight * PERCENT > MAX_WEIGHT) throw badWeight(apex, `at most ${MAX_WEIGHT / PERCENT} can be split`);
  return shared ? weight / PERCENT : weight;
}

/** The canary first, by which it is known again; without a name, of which there can be one only. */
function addedRule({ name: _name, ...rule }: RouteRule, canary: Canary): RouteRule {
  const { canary: to } = ownRefs(rule, canary);
  const backendRefs = rule.backendRefs ?? [];
  return { ...rule, backendRefs: [...backendRefs.filter(ref => ref === to), ...backendRefs.filter(ref => ref !== to)] };
}

function twice({ name = '' }: RouteRule, apex: string): CanaryError {
  return new CanaryError('Invalid', 'never', `the route's rule ${name} leads to Service ${apex} by more than one backend; allowed is one in each rule: write a rule for each port`);
}

function badWeight({ name, weight }: BackendRef, why: string): CanaryError {
  return new CanaryError('Invalid', 'never', `the route's backend ${name} has weight ${weight ?? 1}; ${why}`);
}

function noRule({ canary, ref: { name, ruleNames = [] }, version }: Adoption): CanaryError {
  const which = ruleNames.length === 0 ? 'rule' : `rule ${ruleNames.join(' or ')}`;
  return new CanaryError('Invalid', 'later', `${version.routes.kind} ${name}.${canary.metadata.namespace ?? ''} has no ${which} that leads to Service ${serviceNames(canary).apex}`);
}

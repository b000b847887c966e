import { analysisPlan, promotionWeight } from '@flagger/core';
import { parseGoDuration } from '@flagger/sdk';
import type { Canary, CanaryMetric, ProviderCapabilities } from '@flagger/sdk';

/** Something that a canary says in vain. */
export interface Doubt {
  /** What it is about. */
  readonly topic: 'duration' | 'metric' | 'weight';
  /** Such as `spec.analysis.interval`. */
  readonly field: string;
  /** The value, what is allowed, and what comes of it. */
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A check of a canary that is run all the same: what it says in vain. */
type Check = (canary: Canary, capabilities: ProviderCapabilities) => readonly Doubt[];

const CHECKS: readonly Check[] = [unreadableDurations, uselessMetrics, weightsThatLeadNowhere];
const BUILTIN: readonly string[] = ['request-success-rate', 'request-duration'];

/**
 * What the schema lets pass and Flagger runs, but what can't be meant: each names the field, its value and what is allowed.
 *
 * @differs Flagger says nothing, or not before the release fails: `doubts.test.ts` "and stands beside others"
 */
export function doubtsAbout(canary: Canary, capabilities: ProviderCapabilities): readonly string[] {
  return listDoubts(canary, capabilities).map(({ field, problem }) => `${field}: ${problem}`);
}

/** As {@link doubtsAbout}, in parts. */
export function listDoubts(canary: Canary, capabilities: ProviderCapabilities): readonly Doubt[] {
  if (canary.metadata.deletionTimestamp !== undefined) return [];
  return CHECKS.flatMap(check => check(canary, capabilities));
}

function unreadableDurations({ spec: { analysis } }: Canary): readonly Doubt[] {
  const doubt = (field: string, text: string, example: string, outcome: string): readonly Doubt[] => {
    if (text === '' || parseGoDuration(text) !== undefined) return [];
    return [{ topic: 'duration', field, problem: `"${text}" is no duration such as ${example} or 1m30s; ${outcome}`, fix: `write a duration such as ${example}` }];
  };
  const { interval = '', webhooks = [] } = analysis;
  return [
    ...doubt('spec.analysis.interval', interval, '30s', '1m is taken'),
    ...webhooks.flatMap(({ name, timeout = '' }, at) => doubt(`spec.analysis.webhooks[${at}].timeout`, timeout, '10s', `calls of ${name} fail`)),
  ];
}

function uselessMetrics({ spec: { analysis, skipAnalysis = false } }: Canary): readonly Doubt[] {
  if (skipAnalysis) return [];
  return (analysis.metrics ?? []).flatMap((metric, at) => [...withoutQuestion(metric, at), ...emptyRange(metric, at)]);
}

function withoutQuestion({ name, query = '', templateRef }: CanaryMetric, at: number): readonly Doubt[] {
  if (BUILTIN.includes(name) || query !== '' || templateRef !== undefined) return [];
  const problem = `"${name}" has neither query nor templateRef and is none of ${BUILTIN.join(', ')}; its check fails`;
  return [{ topic: 'metric', field: `spec.analysis.metrics[${at}]`, problem, fix: 'give it a templateRef or a query' }];
}

function emptyRange({ name, thresholdRange: { min, max } = {} }: CanaryMetric, at: number): readonly Doubt[] {
  if (min === undefined || max === undefined || min <= max) return [];
  return [{ topic: 'metric', field: `spec.analysis.metrics[${at}].thresholdRange`, problem: `min ${min} of ${name} is above max ${max}; its check fails`, fix: `write min: ${max} and max: ${min}` }];
}

function weightsThatLeadNowhere({ spec: { analysis, skipAnalysis = false } }: Canary, capabilities: ProviderCapabilities): readonly Doubt[] {
  if (skipAnalysis || analysisPlan(analysis, capabilities).strategy !== 'canary') return [];
  const doubt = (field: string, problem: string, fix: string): readonly Doubt[] => [{ topic: 'weight', field: `spec.analysis.${field}`, problem, fix }];
  const { stepWeight, stepWeights } = analysis;
  if ((stepWeight ?? 0) <= 0) {
    if (stepWeights === undefined) return doubt('stepWeight', `${stepWeight ?? 0} is not above 0; the canary gets no traffic`, 'write a percentage from 1 to 100');
    if (!rises(stepWeights)) return doubt('stepWeights', `[${stepWeights.join(', ')}] does not rise from above 0; the canary is never promoted`, 'write rising percentages such as [10, 30, 60]');
  }
  const last = promotionWeight(analysis);
  return last > 100 ? doubt('maxWeight', `${last} is above 100; the canary is never promoted`, 'write at most 100') : [];
}

function rises(weights: readonly number[]): boolean {
  return weights.length > 0 && weights.every((weight, at) => weight > (weights[at - 1] ?? 0));
}

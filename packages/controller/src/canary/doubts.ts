import { analysisPlan, promotionWeight } from '@flagger/core';
import { parseGoDuration } from '@flagger/sdk';
import type { Canary, CanaryMetric, ProviderCapabilities } from '@flagger/sdk';

/** A check of a canary that is run all the same: what it says in vain. */
type Check = (canary: Canary, capabilities: ProviderCapabilities) => readonly string[];

const CHECKS: readonly Check[] = [unreadableDurations, uselessMetrics, weightsThatLeadNowhere];
const BUILTIN: readonly string[] = ['request-success-rate', 'request-duration'];

/**
 * What the schema lets pass and Flagger runs, but what can't be meant: each names the field, its value and what is allowed.
 *
 * @differs Flagger says nothing, or not before the release fails: `doubts.test.ts` "and stands beside others"
 */
export function doubtsAbout(canary: Canary, capabilities: ProviderCapabilities): readonly string[] {
  if (canary.metadata.deletionTimestamp !== undefined) return [];
  return CHECKS.flatMap(check => check(canary, capabilities));
}

function unreadableDurations({ spec: { analysis } }: Canary): readonly string[] {
  const unreadable = (text = ''): boolean => text !== '' && parseGoDuration(text) === undefined;
  const { interval, webhooks = [] } = analysis;
  return [
    ...(unreadable(interval) ? [`spec.analysis.interval: "${interval}" is no duration such as 30s or 1m30s; 1m is taken`] : []),
    ...webhooks.flatMap(({ name, timeout }, at) =>
      (unreadable(timeout) ? [`spec.analysis.webhooks[${at}].timeout: "${timeout}" is no duration such as 10s or 1m30s; calls of ${name} fail`] : [])),
  ];
}

function uselessMetrics({ spec: { analysis, skipAnalysis = false } }: Canary): readonly string[] {
  if (skipAnalysis) return [];
  return (analysis.metrics ?? []).flatMap((metric, at) => [...withoutQuestion(metric, at), ...emptyRange(metric, at)]);
}

function withoutQuestion({ name, query = '', templateRef }: CanaryMetric, at: number): readonly string[] {
  if (BUILTIN.includes(name) || query !== '' || templateRef !== undefined) return [];
  return [`spec.analysis.metrics[${at}]: "${name}" has neither query nor templateRef and is none of ${BUILTIN.join(', ')}; its check fails`];
}

function emptyRange({ name, thresholdRange: { min, max } = {} }: CanaryMetric, at: number): readonly string[] {
  if (min === undefined || max === undefined || min <= max) return [];
  return [`spec.analysis.metrics[${at}].thresholdRange: min ${min} of ${name} is above max ${max}; its check fails`];
}

function weightsThatLeadNowhere({ spec: { analysis, skipAnalysis = false } }: Canary, capabilities: ProviderCapabilities): readonly string[] {
  if (skipAnalysis || analysisPlan(analysis, capabilities).strategy !== 'canary') return [];
  const { stepWeight, stepWeights } = analysis;
  if ((stepWeight ?? 0) <= 0) {
    if (stepWeights === undefined) return [`spec.analysis.stepWeight: ${stepWeight ?? 0} is not above 0; the canary gets no traffic`];
    if (!rises(stepWeights)) return [`spec.analysis.stepWeights: [${stepWeights.join(', ')}] does not rise from above 0; the canary is never promoted`];
  }
  const last = promotionWeight(analysis);
  return last > 100 ? [`spec.analysis.maxWeight: ${last} is above 100; the canary is never promoted`] : [];
}

function rises(weights: readonly number[]): boolean {
  return weights.length > 0 && weights.every((weight, at) => weight > (weights[at - 1] ?? 0));
}

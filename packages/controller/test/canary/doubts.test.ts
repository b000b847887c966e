import { describe, expect, it } from '@jest/globals';
import type { CanarySpec, ProviderCapabilities } from '@flagger/sdk';
import { doubtsAbout } from '../../src/canary/doubts.ts';
import { canaryWith } from './subject.ts';

const MESH: ProviderCapabilities = { weights: true, mirroring: 'always', matches: ['headers'], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [] };
const NO_MESH: ProviderCapabilities = { ...MESH, weights: false };
const STEP = { interval: '10s', threshold: 1, stepWeight: 10 };
const hook = { name: 'h', url: 'http://h' };

type Analysis = Partial<CanarySpec['analysis']>;
const doubts = (analysis: Analysis, spec: Partial<CanarySpec> = {}, capabilities = MESH): readonly string[] => doubtsAbout(canaryWith({ ...spec, analysis: { ...STEP, ...analysis } }), capabilities);

describe('a spec without doubt', () => {
  it.each<[string, Analysis]>([
    ['steps', {}],
    ['a list of steps', { stepWeight: 0, stepWeights: [1, 10, 100] }],
    ['a step and its end', { stepWeight: 50, maxWeight: 50 }],
    ['steps beyond the end, which is cut', { stepWeight: 0, stepWeights: [50, 200] }],
    ['iterations', { stepWeight: 0, iterations: 3 }],
    ['durations', { interval: '1m30s', webhooks: [{ ...hook, timeout: '5s' }, hook] }],
    ['metrics', { metrics: [{ name: 'request-duration' }, { name: 'a', query: 'q' }, { name: 'b', templateRef: { name: 't' } }] }],
    ['a range of one value', { metrics: [{ name: 'a', query: 'q', thresholdRange: { min: 1, max: 1 } }] }],
  ])('%s', (_what, analysis) => {
    expect(doubts(analysis)).toEqual([]);
  });

  it('does not speak of what is not used', () => {
    expect(doubts({ stepWeight: 0, metrics: [{ name: 'a' }] }, { skipAnalysis: true })).toEqual([]);
    expect(doubts({ stepWeight: 0 }, {}, NO_MESH)).toEqual([]);
    const going = canaryWith({ analysis: { ...STEP, interval: 'x' } });
    expect(doubtsAbout({ ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, MESH)).toEqual([]);
  });
});

describe('a doubt names field, value and what comes of it', () => {
  it.each<[Analysis, string]>([
    [{ interval: '1mm' }, 'spec.analysis.interval: "1mm" is no duration such as 30s or 1m30s; 1m is taken'],
    [{ webhooks: [hook, { ...hook, timeout: '2min' }] }, 'spec.analysis.webhooks[1].timeout: "2min" is no duration such as 10s or 1m30s; calls of h fail'],
    [{ metrics: [{ name: 'a' }] }, 'spec.analysis.metrics[0]: "a" has neither query nor templateRef and is none of request-success-rate, request-duration; its check fails'],
    [{ metrics: [{ name: 'request-duration', thresholdRange: { min: 2, max: 1 } }] }, 'spec.analysis.metrics[0].thresholdRange: min 2 of request-duration is above max 1; its check fails'],
    [{ stepWeight: 0 }, 'spec.analysis.stepWeight: 0 is not above 0; the canary gets no traffic'],
    [{ stepWeight: 0, stepWeights: [] }, 'spec.analysis.stepWeights: [] does not rise from above 0; the canary is never promoted'],
    [{ stepWeight: 0, stepWeights: [10, 10] }, 'spec.analysis.stepWeights: [10, 10] does not rise from above 0; the canary is never promoted'],
    [{ maxWeight: 101 }, 'spec.analysis.maxWeight: 101 is above 100; the canary is never promoted'],
  ])('%j', (analysis, doubt) => {
    expect(doubts(analysis)).toEqual([doubt]);
  });

  it('and stands beside others', () => {
    expect(doubts({ interval: 'x', stepWeight: -1 })).toHaveLength(2);
  });
});

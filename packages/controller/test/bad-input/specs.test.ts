import { beforeAll, describe, expect, it } from '@jest/globals';
import { canary, deployment } from '../golden/objects.ts';
import { expectTold } from './expect-told.ts';
import type { Case, Expected } from './expect-told.ts';
import { istioCanary, mend, release, STEP, Town } from './town.ts';
import type { Chronicle } from './town.ts';

const refused = (reason: string, message: string): Expected => ({
  condition: { type: 'Accepted', status: 'False', reason, message: `invalid canary spec: ${message}` }, afterwards: 'Initialized',
});
const doubted = (phase: string, afterwards: string, message: string): Expected => ({
  condition: { type: 'Accepted', status: 'True', reason: 'Doubtful', message: `doubtful canary spec: ${message}` }, phase, afterwards,
});

const KNATIVE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'podinfo' };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' };
const errors = { name: 'errors', interval: '1m', thresholdRange: { max: 1 } };

const CASES: readonly Case[] = [
  {
    name: 'flagged', objects: () => [deployment(), canary(undefined, STEP)], repair: mend({ provider: 'istio' }),
    expected: refused('UnknownProvider', 'unknown provider "nope"; loaded: istio, kubernetes'),
  },
  {
    name: 'not-loaded', objects: () => [deployment(), canary('gatewayapi:v1', STEP)], repair: mend({ provider: 'istio' }),
    expected: refused('UnknownProvider', 'unknown provider "gatewayapi:v1"; loaded: istio, kubernetes'),
  },
  {
    name: 'knative-provider', objects: () => [deployment(), canary('knative', STEP)], repair: mend({ provider: 'istio' }),
    expected: refused('InvalidSpec', "can't use apps/v1/Deployment as target if provider is set to knative"),
  },
  {
    name: 'knative-target', objects: () => [deployment(), istioCanary(STEP, { spec: { targetRef: KNATIVE } })], repair: mend({ targetRef: DEPLOYMENT }),
    expected: refused('InvalidSpec', "can't use istio provider with Knative Service as target"),
  },
  {
    name: 'knative-scaled',
    objects: () => [deployment(), canary('knative', STEP, { spec: { targetRef: KNATIVE, autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'x' } } })],
    repair: mend({ provider: 'istio', targetRef: DEPLOYMENT, autoscalerRef: null }),
    expected: refused('InvalidSpec', "can't use autoscaler with Knative Service"),
  },
  {
    name: 'one-cookie', objects: () => [deployment(), istioCanary({ ...STEP, sessionAffinity: { cookieName: 'c', primaryCookieName: 'c' } })],
    repair: mend({ analysis: { sessionAffinity: null } }),
    expected: refused('InvalidSpec', "can't use the same cookie name for both primary and cookie name; please update them to be different"),
  },
  {
    name: 'far-template', objects: () => [deployment(), istioCanary({ ...STEP, metrics: [{ ...errors, templateRef: { name: 'errors', namespace: 'far' } }] })],
    repair: mend({ analysis: { metrics: [] } }),
    expected: refused('InvalidSpec', "can't access metric template errors.far, cross-namespace references are blocked"),
  },
  {
    name: 'bad-interval', objects: () => [deployment(), istioCanary({ ...STEP, interval: '10sec' })], repair: mend({ analysis: { interval: '10s' } }),
    expected: doubted('Initialized', 'Initialized', 'spec.analysis.interval: "10sec" is no duration such as 30s or 1m30s; 1m is taken'),
  },
  {
    name: 'bad-timeout', objects: () => [deployment(), istioCanary({ ...STEP, webhooks: [{ name: 'load', url: 'http://h', timeout: '5sec' }] })],
    repair: mend({ analysis: { webhooks: [] } }),
    expected: doubted('Initialized', 'Initialized', 'spec.analysis.webhooks[0].timeout: "5sec" is no duration such as 10s or 1m30s; calls of load fail'),
  },
  {
    name: 'backwards', objects: () => [deployment(), istioCanary({ ...STEP, stepWeight: -10 })], begin: release(), repair: mend({ analysis: { stepWeight: 30 } }),
    expected: doubted('Progressing', 'Succeeded', 'spec.analysis.stepWeight: -10 is not above 0; the canary gets no traffic'),
  },
  {
    name: 'falling-steps', objects: () => [deployment(), canary('istio', { stepWeights: [30, 20] })], begin: release(), repair: mend({ analysis: { stepWeights: [30, 60] } }),
    expected: doubted('Progressing', 'Succeeded', 'spec.analysis.stepWeights: [30, 20] does not rise from above 0; the canary is never promoted'),
  },
  {
    name: 'too-heavy', objects: () => [deployment(), istioCanary({ ...STEP, maxWeight: 150 })], begin: release(), repair: mend({ analysis: { maxWeight: 60 } }),
    expected: { ...doubted('Progressing', 'Succeeded', 'spec.analysis.maxWeight: 150 is above 100; the canary is never promoted'), idleWrites: 6 },
  },
  {
    name: 'no-range', objects: () => [deployment(), istioCanary({ ...STEP, metrics: [{ name: 'request-duration', thresholdRange: { min: 500, max: 1 } }] })], begin: release(),
    repair: async lab => {
      await mend({ analysis: { metrics: [] } })(lab);
      await lab.image('3');
    },
    expected: doubted('Failed', 'Succeeded', 'spec.analysis.metrics[0].thresholdRange: min 500 of request-duration is above max 1; its check fails'),
  },
  {
    name: 'no-question', objects: () => [deployment(), istioCanary({ ...STEP, metrics: [errors] })], begin: release(),
    repair: async lab => {
      await mend({ analysis: { metrics: [{ ...errors, query: 'q', thresholdRange: { min: 1 } }] } })(lab);
      await lab.image('3');
    },
    expected: doubted('Failed', 'Succeeded', 'spec.analysis.metrics[0]: "errors" has neither query nor templateRef and is none of request-success-rate, request-duration; its check fails'),
  },
];

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell(CASES, { operator: { flags: { meshProvider: 'nope', providers: ['istio', 'kubernetes'], noCrossNamespaceRefs: true } } });
}, 60_000);

describe('a spec that can not be meant', () => {
  it.each(CASES)('$name is told on the canary until it is mended', story => {
    expectTold(chronicle, story);
  });

  it('slows no other canary', () => {
    expect(chronicle.neighbour.besideMs).toBe(chronicle.neighbour.aloneMs);
  });
});

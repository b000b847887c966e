import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiLab } from '../golden/api-lab.ts';
import type { Backends } from '../golden/backends.ts';
import { hook } from '../golden/lab.ts';
import { deployment } from '../golden/objects.ts';
import { expectTold, outcomeOf } from './expect-told.ts';
import type { Case, Expected } from './expect-told.ts';
import { istioCanary, STEP, Town } from './town.ts';
import type { Chronicle, Story } from './town.ts';

type Fault = Backends['control']['faults'][number];
type Begin = (lab: ApiLab) => Promise<void>;

const breakDown = (...fault: Fault): Begin => async lab => {
  lab.control.faults.push(fault);
  await lab.image('2');
};
const answerAgain = ({ control }: ApiLab): void => {
  control.faults.length = 0;
  control.metrics.length = 0;
};
/** The release has failed by then; it is tried once more. */
const retry = async (lab: ApiLab): Promise<void> => {
  answerAgain(lab);
  await lab.image('3');
};

const gaveUp = (name: string, seconds: number): string => {
  const call = `POST http://127.0.0.1:18080/hook/${name}/${name}`;
  return `${call} giving up after 1 attempt(s): ${call}: no answer within ${seconds}s`;
};
const unanswered = (reason: string, message: unknown): Expected['condition'] => ({ type: 'Checked', status: 'False', reason, message });

function hangingHook(name: string, type: string, fields: { readonly timeout?: string; readonly metrics?: [] } = {}): Pick<Story, 'name' | 'objects' | 'begin'> {
  const { timeout, metrics = STEP.metrics } = fields;
  return {
    name, begin: breakDown(/\/hook\//, 'hang'),
    objects: lab => [deployment(), istioCanary({ ...STEP, metrics, webhooks: [hook(lab, name, { type, ...(timeout && { timeout }) })] })],
  };
}

const HOOKS: readonly Case[] = [
  {
    ...hangingHook('pre-hook', 'pre-rollout'), repair: retry,
    expected: {
      condition: unanswered('PreRolloutUnanswered', `pre-rollout hook pre-hook: ${gaveUp('pre-hook', 10)}`),
      event: `Halt podinfo.pre-hook advancement pre-rollout check pre-hook failed ${gaveUp('pre-hook', 10)}`, phase: 'Failed', afterwards: 'Succeeded',
    },
  },
  {
    ...hangingHook('load-hook', 'rollout', { timeout: '3s' }), repair: retry,
    expected: {
      condition: unanswered('RolloutUnanswered', `rollout hook load-hook: ${gaveUp('load-hook', 3)}`),
      event: `Halt podinfo.load-hook advancement external check load-hook failed ${gaveUp('load-hook', 3)}`, phase: 'Failed', afterwards: 'Succeeded',
    },
  },
  {
    ...hangingHook('gate-hook', 'confirm-rollout'), repair: answerAgain,
    expected: {
      condition: unanswered('ConfirmRolloutUnanswered', `confirm-rollout hook gate-hook: ${gaveUp('gate-hook', 10)}`),
      event: 'Halt podinfo.gate-hook advancement waiting for approval gate-hook', phase: 'Waiting', afterwards: 'Succeeded',
    },
  },
  {
    ...hangingHook('increase-hook', 'confirm-traffic-increase', { timeout: '2s' }), repair: answerAgain,
    expected: {
      condition: unanswered('ConfirmTrafficIncreaseUnanswered', `confirm-traffic-increase hook increase-hook: ${gaveUp('increase-hook', 2)}`),
      event: 'Halt podinfo.increase-hook advancement waiting for traffic increase approval increase-hook', phase: 'Progressing', afterwards: 'Succeeded',
    },
  },
  {
    ...hangingHook('promote-hook', 'confirm-promotion', { timeout: '2s' }), repair: answerAgain,
    expected: {
      condition: unanswered('ConfirmPromotionUnanswered', `confirm-promotion hook promote-hook: ${gaveUp('promote-hook', 2)}`),
      event: 'Halt podinfo.promote-hook advancement waiting for promotion approval promote-hook', phase: 'WaitingPromotion', idleWrites: 6, afterwards: 'Succeeded',
    },
  },
];

const prometheusStory = (name: string, begin: Begin, message: string): Case => ({
  name, objects: () => [deployment(), istioCanary()], begin, repair: retry,
  expected: { condition: unanswered('MetricsUnanswered', expect.stringContaining(message)), phase: 'Failed', afterwards: 'Succeeded' },
});
const saying = (status: number, body: string): Begin => breakDown(/\/prom/, { status, body });
const answering = (data: unknown): Begin => saying(200, JSON.stringify({ status: 'success', data }));
const NO_VALUES = 'Halt advancement no values found for istio metric request-success-rate probably podinfo';

const METRICS: readonly Case[] = [
  prometheusStory('prom-html', saying(200, '<html>sign in</html>'), 'Prometheus query failed: running query failed: error unmarshaling result: Unexpected token'),
  prometheusStory('prom-empty-body', saying(200, ''), 'Prometheus query failed: running query failed: error unmarshaling result: Unexpected end of JSON input'),
  prometheusStory('prom-status-500', saying(500, 'out of memory'), 'Prometheus query failed: running query failed: error response: Status 500 Internal Server Error: out of memory'),
  prometheusStory('prom-no-list', answering('nothing'), 'Prometheus query failed: running query failed: error unmarshaling result: data.result is no list'),
  prometheusStory('prom-no-string', answering({ result: [{ value: [1, 99] }] }), 'Prometheus query failed: running query failed: error unmarshaling result: a value is no string'),
  prometheusStory('prom-matrix', answering({ result: [{ values: [[1, '99']] }] }), 'Prometheus query failed: running query failed: query returned multiple values'),
  prometheusStory('prom-hangs', breakDown(/\/prom/, 'hang'), 'Prometheus query failed: running query failed: GET http://127.0.0.1:18080/prom/api/v1/query: no answer within 5s'),
  prometheusStory('prom-nan', async lab => {
    lab.control.metrics.push([/./, Number.NaN]);
    await lab.image('2');
  }, NO_VALUES),
  prometheusStory('prom-no-series', answering({ result: [] }), NO_VALUES),
];

/** Nobody waits for those who only listen. */
const EVENTS: Story = { ...hangingHook('event-hook', 'event'), repair: answerAgain };
/** Of several series the last counts, as in Flagger. */
const SEVERAL: Story = {
  name: 'prom-several', begin: answering({ result: [{ value: [1, '7'] }, { value: [1, '100'] }] }), repair: answerAgain,
  objects: () => [deployment(), istioCanary({ ...STEP, metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 } }] })],
};

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell([...HOOKS, ...METRICS, EVENTS, SEVERAL]);
}, 120_000);

describe('a webhook that hangs', () => {
  it.each(HOOKS)('$name is told on the canary until it answers', story => {
    expectTold(chronicle, story);
  });

  it('holds nothing up where it only listens', () => {
    expect(outcomeOf(chronicle, EVENTS.name).broken).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
  });
});

describe('a Prometheus that makes no sense', () => {
  it.each(METRICS)('$name is told on the canary until it does', story => {
    expectTold(chronicle, story);
  });

  it('is taken at its last word where it has several', () => {
    expect(outcomeOf(chronicle, SEVERAL.name).broken).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
  });
});

describe('all of that', () => {
  it('slows no other canary', () => {
    expect(chronicle.neighbour.besideMs).toBe(chronicle.neighbour.aloneMs);
  });
});

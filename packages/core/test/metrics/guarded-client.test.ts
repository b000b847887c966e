import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Canary, MetricProviderEnv, MetricProviderFactory, MetricTemplateProvider } from '@flagger/sdk';
import { metricClient } from '../../src/metrics/metric-client.ts';
import type { MetricContext } from '../../src/metrics/metric-context.ts';
import { SharedAnswers } from '../../src/metrics/shared-answers.ts';
import { MemoryLogger, StubHttp } from '../http-stub.ts';
import { SteppedClock } from '../stepped-clock.ts';

const signal = new AbortController().signal;
const canary = (name: string): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name, namespace: 'test' }, spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, analysis: {} },
});

interface Asked {
  readonly name?: string;
  readonly spec?: Partial<MetricTemplateProvider>;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly interval?: string;
  readonly query?: string;
}

/** Clients of one service, whose queries are counted. */
function createBench(fields: Partial<MetricProviderFactory> = {}, reply: (env: MetricProviderEnv) => Promise<number> = () => Promise.resolve(7)) {
  const asked: string[] = [];
  const calls: string[] = [];
  const clock = new SteppedClock();
  const factory: MetricProviderFactory = {
    types: ['web'],
    create: env => ({ query: query => { asked.push(query); return reply(env); }, probe: async () => void (await reply(env)) }),
    ...fields,
  };
  const context: MetricContext = {
    clock, http: new StubHttp(), logger: new MemoryLogger(), reader: { get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) }, providerName: 'istio', metricsServer: 'http://p',
    observer: { successRate: { query: '' }, duration: { query: '', unit: 'seconds' } }, metricFactories: new Map([['web', factory]]), observed: () => undefined,
    answers: new SharedAnswers(clock), calls: { called: (kind, name, { failure }) => void calls.push(`${kind} ${name} ${failure ?? 'ok'}`) },
  };
  const client = ({ name = 'a', spec = {}, credentials = { token: 't0ken' }, interval = '1m' }: Asked) => metricClient({ spec: { type: 'web', ...spec }, credentials, interval, canary: canary(name) }, context);
  return { asked, calls, client, ask: ({ query = 'q', ...of }: Asked) => client(of).query(query, signal) };
}

describe('two canaries', () => {
  it.each<[string, Asked, number]>([
    ['the same', {}, 1],
    ['another query', { query: 'other' }, 2],
    ['another address', { spec: { address: 'http://other' } }, 2],
    ['with other credentials', { credentials: { token: 'other' } }, 2],
    ['for another interval', { interval: '5m' }, 2],
  ])('that ask %s', async (_, second, requests) => {
    const { ask, asked } = createBench();
    expect(await Promise.all([ask({ name: 'a' }), ask({ name: 'b', ...second })])).toEqual([7, 7]);
    expect(asked).toHaveLength(requests);
  });

  it('of a provider that acts for a canary have a request each', async () => {
    const { ask, asked } = createBench({ perCanary: true });
    await Promise.all([ask({ name: 'a' }), ask({ name: 'b' })]);
    expect(asked).toHaveLength(2);
  });

  it('one canary that asks twice has two answers', async () => {
    const { ask, asked } = createBench();
    await ask({});
    await ask({});
    expect(asked).toHaveLength(2);
  });
});

describe('a request', () => {
  it.each<[string, () => Promise<number>, string]>([
    ['that is answered', () => Promise.resolve(1), 'metric-query web ok'],
    ['without a value', () => Promise.reject(new CanaryError('NoValues', 'later', 'none')), 'metric-query web ok'],
    ['that fails', () => Promise.reject(new CanaryError('TimedOut', 'later', 'slow')), 'metric-query web TimedOut'],
    ['with a bug', () => Promise.reject(new TypeError('bug')), 'metric-query web Unexpected'],
  ])('%s is counted', async (_, reply, line) => {
    const { ask, calls } = createBench({}, reply);
    await ask({}).catch(() => undefined);
    expect(calls).toEqual([line]);
  });
});

describe('a failure tells no secret', () => {
  const failing = (message: string) => createBench({}, () => Promise.reject(new CanaryError('QueryFailed', 'later', message, { cause: new Error(message) })));
  it.each<[string, Asked]>([
    ['got t0ken/+, bye', { credentials: { token: 't0ken/+' } }],
    ['GET /?key=t0ken%2F%2B', { credentials: { token: 't0ken/+' } }],
    ['Authorization: Basic dXNlcjp0MGtlbg==', { credentials: { username: 'user', password: 't0ken' } }],
    ['user:t0ken@host', { spec: { address: 'http://user:t0ken@host' } }],
    ['a t0ken', { spec: { address: 'http://host/?apikey=t0ken' } }],
    ['X-Key: t0ken', { spec: { headers: { 'X-Api-Key': ['t0ken'] } } }],
  ])('%j', async (text, of) => {
    const { client } = failing(text);
    for (const ask of [() => client(of).query('q', signal), () => client(of).probe(signal)]) {
      const error = (await ask().catch((reason: unknown) => reason)) as CanaryError;
      expect([error.code, error.message, String(error.cause)].join()).not.toMatch(/t0ken|dXNlcjp0MGtlbg/);
      expect(error.message).toContain('***');
    }
  });

  it('nor do settings that are refused', () => {
    const create = (): never => {
      throw new CanaryError('Invalid', 'later', 'bad key t0ken');
    };
    expect(() => createBench({ create }).client({})).toThrow('bad key ***');
  });

  it('names and short words stay', async () => {
    const { ask } = failing('no data of acme for user abc in the year 2026');
    await expect(ask({ credentials: { org: 'acme', username: 'user', token: 'abc' }, spec: { address: 'http://host/?year=2026' } })).rejects.toThrow('no data of acme for user abc in the year 2026');
  });
});

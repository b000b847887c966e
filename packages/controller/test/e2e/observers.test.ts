import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryModel, renderQuery } from '@flagger/core';
import type { Canary, Observer } from '@flagger/sdk';
import { chooseObserver } from '../../src/plugins/choose-observer.ts';
import { INTERVAL, startMeshPrometheus } from './mesh-prometheus.ts';
import type { MeshPrometheus } from './mesh-prometheus.ts';
import { MESHES } from './mesh-series.ts';

const PORT = 28791;
const { signal } = new AbortController();

let prometheus: MeshPrometheus;

beforeAll(async () => {
  prometheus = await startMeshPrometheus(PORT, MESHES, signal);
}, 60_000);

afterAll(() => prometheus.stop(), 30_000);

function canaryOf(provider: string, namespace: string): Canary {
  const reference = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'podinfo' };
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace },
    spec: { provider, targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, ingressRef: reference, routeRef: reference, analysis: {} },
  };
}

/** What the built-in checks of a provider read; durations in milliseconds. */
async function read(provider: string, namespace: string): Promise<readonly [rate: number | 'no-values', duration: number | 'no-values']> {
  const canary = canaryOf(provider, namespace);
  const observer: Observer = chooseObserver(prometheus.catalog, canary, provider);
  // Knative's target knows the newest revision.
  const model = queryModel(canary, { interval: INTERVAL }, provider === 'knative' ? 'podinfo-00002' : undefined);
  const ask = (query: string): Promise<number | 'no-values'> => prometheus.client.query(renderQuery(query, model), signal);
  const duration = await ask(observer.duration.query);
  return [await ask(observer.successRate.query), typeof duration === 'number' && observer.duration.unit === 'seconds' ? duration * 1000 : duration];
}

describe('the checks of a provider, answered by a real Prometheus', () => {
  it.each(MESHES.map(({ provider }) => provider))('%s: of the canary alone', async provider => {
    const [rate, duration] = await read(provider, 'prod');
    expect(rate).toBeCloseTo(90, 0);
    // The mean of what is always the same, or the bucket in which it is.
    expect(duration).toBeGreaterThan(10);
    expect(duration).toBeLessThanOrEqual(100);
  });

  it.each(MESHES.map(({ provider }) => provider))('%s: nothing, where there is no traffic', async provider => {
    expect(await read(provider, 'elsewhere')).toEqual(['no-values', 'no-values']);
  });
});

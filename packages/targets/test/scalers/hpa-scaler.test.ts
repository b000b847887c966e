import { describe, expect, it } from '@jest/globals';
import { HORIZONTAL_POD_AUTOSCALERS } from '../../src/objects/horizontal-pod-autoscaler.ts';
import type { HorizontalPodAutoscaler } from '../../src/objects/horizontal-pod-autoscaler.ts';
import { hpaFactory } from '../../src/scalers/scaler-factories.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, env, signal } from '../support/world.ts';

const METADATA = { labelKey: 'app', labelValue: 'podinfo', ports: [] };
const METRICS = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 99 } } }];
const subject = (ref: object = {}) => canary({ autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'scaler', ...ref } });
const hpa = (spec: object = {}, metadata: object = {}): HorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'scaler', namespace: 'test', labels: { a: 'b', 'kustomize.toolkit.fluxcd.io/name': 'x' }, annotations: { 'team.example/n': '1', other: '2' }, ...metadata },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, minReplicas: 2, maxReplicas: 4, metrics: METRICS, ...spec },
});
const world = async (ref: object = {}) => {
  const store = new MemoryStore(hpa());
  const scaler = hpaFactory.create(env(store, { includeLabelPrefixes: ['team.example'] }));
  await scaler.create(subject(ref), METADATA, signal);
  return { store, scaler, primary: (): HorizontalPodAutoscaler => store.read(HORIZONTAL_POD_AUTOSCALERS, 'scaler-primary')! };
};

describe('a HorizontalPodAutoscaler', () => {
  it('has a twin for the primary, without annotations', async () => {
    const { primary } = await world();
    expect(primary().spec).toEqual({ ...hpa().spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo-primary' } });
    expect(primary().metadata).toMatchObject({ labels: { a: 'b' }, ownerReferences: [{ kind: 'Canary', controller: true }] });
    expect(primary().metadata).not.toHaveProperty('annotations');
  });

  it.each([[{ minReplicas: 3 }, 3, 4], [{ maxReplicas: 9 }, 2, 9], [{ minReplicas: 5, maxReplicas: 6 }, 5, 6]])('with %j scales the primary from %i to %i', async (primaryScalerReplicas, minReplicas, maxReplicas) => {
    const { primary } = await world({ primaryScalerReplicas });
    expect(primary().spec).toMatchObject({ minReplicas, maxReplicas });
  });

  it('reaches its twin only with sync', async () => {
    const { store, scaler, primary } = await world();
    const behavior = { scaleDown: { stabilizationWindowSeconds: 5 } };
    store.put(hpa({ minReplicas: 3, maxReplicas: 8, metrics: [], behavior }));
    await scaler.create(subject(), METADATA, signal);
    expect(primary().spec.maxReplicas).toBe(4);
    await scaler.sync(subject(), METADATA, signal);
    expect(primary().spec).toMatchObject({ minReplicas: 3, maxReplicas: 8, metrics: [], behavior });
    store.put(hpa({ minReplicas: 3, maxReplicas: 8, metrics: [] }));
    await scaler.sync(subject(), METADATA, signal);
    expect(primary().spec).not.toHaveProperty('behavior');
  });

  it('has a twin that follows labels and annotations, and is not written again', async () => {
    const { store, scaler, primary } = await world();
    store.put({ ...primary(), metadata: { ...primary().metadata, annotations: { theirs: '1' } } });
    store.put(hpa({}, { labels: { c: 'd' } }));
    store.takeWrites();
    await scaler.sync(subject(), METADATA, signal);
    expect(primary().metadata).toMatchObject({ labels: { c: 'd' }, annotations: { theirs: '1', 'team.example/n': '1' } });
    await scaler.sync(subject(), METADATA, signal);
    expect(store.takeWrites()).toEqual(['update HorizontalPodAutoscaler scaler-primary']);
  });

  it('without a minimum equals one with a minimum of one', async () => {
    const { store, scaler, primary } = await world({ primaryScalerReplicas: { minReplicas: 1 } });
    await scaler.sync(subject({ primaryScalerReplicas: { minReplicas: 1 } }), METADATA, signal);
    const { minReplicas: _, ...spec } = primary().spec;
    store.put({ ...primary(), spec });
    store.takeWrites();
    await scaler.sync(subject({ primaryScalerReplicas: { minReplicas: 1 } }), METADATA, signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('needs no pause', async () => {
    const { store, scaler } = await world();
    store.takeWrites();
    await scaler.pause(subject(), signal);
    await scaler.resume(subject(), signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('must exist', async () => {
    await expect(hpaFactory.create(env(new MemoryStore())).create(subject(), METADATA, signal)).rejects.toThrow(
      'HorizontalPodAutoscaler scaler.test get query error: horizontalpodautoscalers.autoscaling "scaler" not found',
    );
  });
});

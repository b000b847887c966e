import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { CanarySpec, Manifest } from '@flagger/sdk';
import { deploymentFactory } from '../../src/deployment/deployment-factory.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, deployment, env, signal } from '../support/world.ts';
import type { AnyObject } from '../support/world.ts';

const at = (replicas: number, name = 'podinfo') => deployment({ metadata: { name }, spec: { replicas } });
const hpa = (spec: object): AnyObject => ({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'podinfo', namespace: 'test' }, spec });
const scaledObject = (spec: object): AnyObject => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'podinfo', namespace: 'test' }, spec });
const byHpa = { autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' } };
const byKeda = { autoscalerRef: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'podinfo' } };

const world = (...objects: readonly Manifest[]) => {
  const store = new MemoryStore(...objects);
  return { store, target: deploymentFactory.create(env(store)), replicas: () => store.read(DEPLOYMENTS, 'podinfo')?.spec.replicas };
};

describe('scaling a Deployment', () => {
  it('stops it with one patch', async () => {
    const { store, target, replicas } = world(at(2));
    await target.scaleToZero(canary(), signal);
    expect(replicas()).toBe(0);
    expect(store.writes).toEqual([{ verb: 'patch', what: 'Deployment podinfo', patch: { spec: { replicas: 0 } } }]);
  });

  it.each<[string, Partial<CanarySpec>, readonly Manifest[], number]>([
    ['as many as the primary runs', {}, [at(5, 'podinfo-primary')], 5],
    ['one where the primary runs none', {}, [at(0, 'podinfo-primary')], 1],
    ['one where there is no primary', {}, [], 1],
    ['the least of a HorizontalPodAutoscaler', byHpa, [at(9, 'podinfo-primary'), hpa({ minReplicas: 3 })], 3],
    ['one of a HorizontalPodAutoscaler without a minimum', byHpa, [hpa({})], 1],
    ['the least of a ScaledObject', byKeda, [scaledObject({ minReplicaCount: 4 })], 4],
    ['one of a ScaledObject that scales to zero', byKeda, [scaledObject({ minReplicaCount: 0 })], 1],
    ['one where the autoscaler is missing', byHpa, [], 1],
  ])('starts %s', async (_, spec, others, expected) => {
    const { target, replicas } = world(at(0), ...others);
    await target.scaleFromZero(canary(spec), signal);
    expect(replicas()).toBe(expected);
  });

  it('keeps a number that the manifest has', async () => {
    const { store, target, replicas } = world(at(7), at(2, 'podinfo-primary'));
    await target.scaleFromZero(canary(), signal);
    expect(replicas()).toBe(7);
    expect(store.writes).toEqual([]);
  });

  it('gives the target back at the primary\'s scale', async () => {
    const { target, replicas } = world(at(0), at(3, 'podinfo-primary'));
    await target.finalize(canary(), signal);
    expect(replicas()).toBe(3);
  });

  it('gives the target back also when the primary is gone', async () => {
    const { target, replicas } = world(at(0));
    await target.finalize(canary(), signal);
    expect(replicas()).toBe(1);
  });

  it('writes nothing where the number is right', async () => {
    const { store, target } = world(at(0), at(0, 'podinfo-primary'));
    await target.scaleToZero(canary(), signal);
    await target.finalize(canary(), signal);
    expect(store.writes).toEqual([]);
  });

  it('says what failed, in Flagger\'s words', async () => {
    const { store, target } = world(at(0), at(3, 'podinfo-primary'));
    store.onWrite = () => {
      throw new CanaryError('ApiForbidden', 'later', 'forbidden');
    };
    await expect(target.scaleFromZero(canary(), signal)).rejects.toThrow('scaling up podinfo.test to 3 failed: forbidden');
    store.put(at(3));
    await expect(target.scaleToZero(canary(), signal)).rejects.toThrow('deployment podinfo.test patch query error: forbidden');
  });
});

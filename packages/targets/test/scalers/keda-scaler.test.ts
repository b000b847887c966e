import { describe, expect, it } from '@jest/globals';
import { SCALED_OBJECTS } from '../../src/objects/scaled-object.ts';
import type { ScaledObject } from '../../src/objects/scaled-object.ts';
import { kedaFactory } from '../../src/scalers/scaler-factories.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, env, signal } from '../support/world.ts';

const METADATA = { labelKey: 'app', labelValue: 'podinfo', ports: [] };
const PAUSED = 'autoscaling.keda.sh/paused-replicas';
const subject = (ref: object = {}) => canary({ autoscalerRef: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'scaler', ...ref } });
const query = (text: string, name?: string) => ({ type: 'prometheus', ...(name && { name }), metadata: { serverAddress: 'http://p', query: text } });
const TARGET_REF = { name: 'podinfo', envSourceContainerName: 'c' };
const scaledObject = (spec: object = {}, metadata: object = {}): ScaledObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'scaler', namespace: 'test', labels: { a: 'b' }, ...metadata },
  spec: { scaleTargetRef: TARGET_REF, minReplicaCount: 2, maxReplicaCount: 4, triggers: [query('x{app="podinfo"}')], ...spec },
});
const world = async (target = scaledObject(), ref: object = {}) => {
  const store = new MemoryStore(target);
  const scaler = kedaFactory.create(env(store));
  await scaler.create(subject(ref), METADATA, signal);
  const read = (name: string): ScaledObject => store.read(SCALED_OBJECTS, name)!;
  return { store, scaler, primary: () => read('scaler-primary'), user: () => read('scaler') };
};

describe('a ScaledObject', () => {
  it('has a twin for the primary', async () => {
    const { primary } = await world(scaledObject({}, { annotations: { note: 'x', 'helm.toolkit.fluxcd.io/name': 'y' } }));
    expect(primary().metadata).toMatchObject({ labels: { a: 'b' }, annotations: { note: 'x' }, ownerReferences: [{ kind: 'Canary' }] });
    expect(primary().spec).toEqual({
      scaleTargetRef: { name: 'podinfo-primary', envSourceContainerName: 'c' },
      minReplicaCount: 2,
      maxReplicaCount: 4,
      advanced: { horizontalPodAutoscalerConfig: {} },
      triggers: [query('x{app="podinfo-primary"}')],
    });
  });

  it('has a twin that is not born paused', async () => {
    const { primary } = await world(scaledObject({}, { annotations: { [PAUSED]: '0' } }));
    expect(primary().metadata.annotations).toEqual({});
  });

  it('keeps unknown fields, its own and those of its twin', async () => {
    const target = scaledObject({ futureField: { a: 1 }, advanced: { scalingModifiers: { target: '1' }, horizontalPodAutoscalerConfig: { name: 'hpa', behavior: {} } } });
    const { scaler, primary, user } = await world(target);
    expect(primary().spec).toMatchObject({
      futureField: { a: 1 },
      advanced: { scalingModifiers: { target: '1' }, horizontalPodAutoscalerConfig: { name: 'hpa-primary', behavior: {} } },
    });
    await scaler.pause(subject(), signal);
    expect(user().spec).toEqual(target.spec);
  });

  it('scales the primary within limits of its own', async () => {
    const { primary } = await world(scaledObject(), { primaryScalerReplicas: { minReplicas: 3, maxReplicas: 9 } });
    expect(primary().spec).toMatchObject({ minReplicaCount: 3, maxReplicaCount: 9 });
  });

  it('reaches its twin only with sync, once', async () => {
    const { store, scaler, primary } = await world();
    store.put({ ...primary(), metadata: { ...primary().metadata, annotations: { theirs: '1' } } });
    store.put(scaledObject({ maxReplicaCount: 8 }));
    await scaler.create(subject(), METADATA, signal);
    expect(primary().spec.maxReplicaCount).toBe(4);
    store.takeWrites();
    await scaler.sync(subject(), METADATA, signal);
    await scaler.sync(subject(), METADATA, signal);
    expect(primary().spec.maxReplicaCount).toBe(8);
    expect(primary().metadata.annotations).toEqual({ theirs: '1' });
    expect(store.takeWrites()).toEqual(['update ScaledObject scaler-primary']);
  });

  it('rests at zero while it is paused, and is written only for a change', async () => {
    const { store, scaler, user } = await world();
    store.takeWrites();
    await scaler.resume(subject(), signal);
    await scaler.pause(subject(), signal);
    await scaler.pause(subject(), signal);
    expect(user().metadata.annotations).toEqual({ [PAUSED]: '0' });
    await scaler.resume(subject(), signal);
    expect(user().metadata.annotations).toEqual({});
    expect(store.takeWrites()).toEqual(['patch ScaledObject scaler', 'patch ScaledObject scaler']);
  });

  it('must exist, and be named', async () => {
    const scaler = kedaFactory.create(env(new MemoryStore()));
    await expect(scaler.pause(subject(), signal)).rejects.toThrow('Keda ScaledObject scaler.test get query error: scaledobjects.keda.sh "scaler" not found');
    await expect(scaler.create(canary(), METADATA, signal)).rejects.toThrow('canary podinfo.test has no spec.autoscalerRef');
  });
});

describe('the primary\'s queries', () => {
  const queries = async (texts: readonly (readonly [string, string?])[], ref: object = {}) => {
    const { primary } = await world(scaledObject({ triggers: texts.map(([text, name]) => query(text, name)) }), ref);
    return primary().spec.triggers?.map(({ metadata }) => metadata?.['query']);
  };

  it.each([
    ['podinfo', 'podinfo-primary'],
    ['podinfo-canary', 'podinfo-primary'],
    ['podinfo-canary/podinfo', 'podinfo-primary/podinfo-primary'],
    ['mypodinfo', 'mypodinfo-primary'],
    ['other', 'other'],
    ['', ''],
  ])('of %s is %s', async (before, after) => {
    await expect(queries([[before]])).resolves.toEqual([after]);
  });

  it('are those that the canary names, and no others change', async () => {
    const primaryScalerQueries = { one: 'mine' };
    await expect(queries([['podinfo', 'one'], ['podinfo', 'two'], ['podinfo']], { primaryScalerQueries })).resolves.toEqual(['mine', 'podinfo', 'podinfo']);
  });

  it('are left alone with an empty list of names', async () => {
    await expect(queries([['podinfo']], { primaryScalerQueries: {} })).resolves.toEqual(['podinfo']);
  });

  it('are not looked for in triggers without one', async () => {
    const { primary } = await world(scaledObject({ triggers: [{ type: 'cpu' }, { type: 'cron', metadata: { timezone: 'podinfo' } }] }));
    expect(primary().spec.triggers).toEqual([{ type: 'cpu' }, { type: 'cron', metadata: { timezone: 'podinfo' } }]);
  });
});

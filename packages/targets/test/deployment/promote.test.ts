import { describe, expect, it } from '@jest/globals';
import { deploymentFactory } from '../../src/deployment/deployment-factory.ts';
import { CONFIG_MAPS } from '../../src/objects/config.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import type { Deployment } from '../../src/objects/deployment.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, deployment, env, signal } from '../support/world.ts';

const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'test' }, data: { color: 'red' } };
const withSettings = (change: { image?: string; spec?: object; metadata?: object } = {}): Deployment =>
  deployment({ ...change, pod: { containers: [{ name: 'c', image: change.image ?? 'podinfo:1', envFrom: [{ configMapRef: { name: 'settings' } }] }] } });

const initialized = async (target: Deployment = withSettings(), settings = {}) => {
  const store = new MemoryStore(target, SETTINGS);
  const controller = deploymentFactory.create(env(store, settings));
  await controller.initialize(canary(), signal);
  store.takeWrites();
  const primary = (): Deployment => store.read(DEPLOYMENTS, 'podinfo-primary')!;
  const id = (): string | undefined => primary().spec.template.metadata?.annotations?.['flagger-id'];
  return { store, controller, primary, id };
};

describe('promote', () => {
  it('copies the target\'s pods, strategy and deadlines, and keeps the selector', async () => {
    const { store, controller, primary } = await initialized();
    store.put(withSettings({ image: 'podinfo:2', spec: { replicas: 5, minReadySeconds: 9, progressDeadlineSeconds: 70, strategy: { type: 'Recreate' } } }));
    await controller.promote(canary(), signal);
    expect(primary().spec).toMatchObject({ replicas: 5, minReadySeconds: 9, progressDeadlineSeconds: 70, strategy: { type: 'Recreate' } });
    expect(primary().spec.template.spec.containers).toEqual([{ name: 'c', image: 'podinfo:2', envFrom: [{ configMapRef: { name: 'settings-primary' } }] }]);
    expect(primary().spec.selector).toEqual({ matchLabels: { app: 'podinfo-primary' } });
  });

  it('forgets a field that the target no longer has', async () => {
    const { store, controller, primary } = await initialized(withSettings({ spec: { minReadySeconds: 9 } }));
    store.put(withSettings({ image: 'podinfo:2' }));
    await controller.promote(canary(), signal);
    expect(primary().spec).not.toHaveProperty('minReadySeconds');
  });

  it('leaves included labels and annotations only', async () => {
    const { store, controller, primary } = await initialized(withSettings(), { includeLabelPrefixes: ['team.example'] });
    store.put(withSettings({ image: 'podinfo:2', metadata: { annotations: { 'note.example/x': 'y', 'team.example/z': '1' } } }));
    await controller.promote(canary(), signal);
    expect(primary().metadata.labels).toEqual({ app: 'podinfo-primary', 'team.example/owner': 'a' });
    expect(primary().metadata.annotations).toEqual({ 'team.example/z': '1' });
  });

  it('leaves the Deployment controller its revision', async () => {
    const { store, controller, primary } = await initialized();
    store.put({ ...primary(), metadata: { ...primary().metadata, annotations: { 'deployment.kubernetes.io/revision': '4' } } });
    store.put(withSettings({ image: 'podinfo:2' }));
    await controller.promote(canary(), signal);
    expect(primary().metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '4' });
  });

  it('keeps fields that this software does not know', async () => {
    const { store, controller, primary } = await initialized();
    store.put({ ...primary(), spec: { ...primary().spec, futureField: 1 } } as Deployment);
    store.put(withSettings({ image: 'podinfo:2' }));
    await controller.promote(canary(), signal);
    expect(primary().spec).toHaveProperty('futureField', 1);
  });

  it.each([
    ['an autoscaler', { autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' } }, 5],
    ['a target at zero', {}, 0],
  ])('keeps the primary\'s replicas with %s', async (_, spec, replicas) => {
    const { store, controller, primary } = await initialized();
    store.put(withSettings({ image: 'podinfo:2', spec: { replicas } }));
    await controller.promote(canary(spec), signal);
    expect(primary().spec.replicas).toBe(2);
  });

  it('rolls the pods for a config alone', async () => {
    const { store, controller, primary, id } = await initialized();
    const before = { id: id(), spec: primary().spec.template.spec };
    store.put({ ...SETTINGS, data: { color: 'blue' } });
    await controller.promote(canary(), signal);
    expect(store.read(CONFIG_MAPS, 'settings-primary')?.data).toEqual({ color: 'blue' });
    expect(primary().spec.template.spec).toEqual(before.spec);
    expect(id()).not.toBe(before.id);
  });

  it('rolls once when it is repeated', async () => {
    const { store, controller } = await initialized();
    store.put({ ...SETTINGS, data: { color: 'blue' } });
    await controller.promote(canary(), signal);
    expect(store.takeWrites()).toEqual(['update ConfigMap settings-primary', 'update Deployment podinfo-primary']);
    await controller.promote(canary(), signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('heals when it was cut off between its writes', async () => {
    const { store, controller, id } = await initialized();
    const before = id();
    store.put({ ...SETTINGS, data: { color: 'blue' } });
    store.onWrite = ({ what }) => {
      if (what.startsWith('Deployment')) throw new Error('killed');
    };
    await expect(controller.promote(canary(), signal)).rejects.toThrow('killed');
    store.onWrite = () => undefined;
    await controller.promote(canary(), signal);
    expect(id()).not.toBe(before);
  });

  it('overwrites what was edited by hand', async () => {
    const { store, controller, primary } = await initialized();
    const template = { ...primary().spec.template, spec: { containers: [] } };
    store.put({ ...primary(), spec: { ...primary().spec, template } });
    await controller.promote(canary(), signal);
    expect(primary().spec.template.spec.containers).toHaveLength(1);
  });

  it('says what failed', async () => {
    const { store, controller, primary } = await initialized();
    const stale = { ...primary() };
    store.put(withSettings({ image: 'podinfo:2' }));
    store.onWrite = ({ verb }) => {
      if (verb === 'update') store.put(stale);
    };
    await expect(controller.promote(canary(), signal)).rejects.toMatchObject({
      code: 'Conflict',
      retry: 'later',
      message: 'updating deployment podinfo-primary.test template spec failed: podinfo-primary has changed',
    });
  });
});

describe('revision', () => {
  it('equals the primary after initialization and after promotion, not between', async () => {
    const { store, controller } = await initialized();
    const first = await controller.revision(canary(), signal);
    expect(first.equalsPrimary).toBe(true);
    store.put(withSettings({ image: 'podinfo:2' }));
    const second = await controller.revision(canary(), signal);
    expect(second).toMatchObject({ equalsPrimary: false, trackedConfigs: first.trackedConfigs });
    expect(second.hash).not.toBe(first.hash);
    await controller.promote(canary(), signal);
    await expect(controller.revision(canary(), signal)).resolves.toEqual({ ...second, equalsPrimary: true });
  });

  it('equals a primary that Flagger made, with its random id', async () => {
    const { store, controller, primary } = await initialized();
    const { metadata, spec } = primary().spec.template;
    const template = { spec, metadata: { ...metadata, annotations: { 'flagger-id': '5c7ad8d5-8f5c-4c68-9d3e-111111111111' } } };
    store.put({ ...primary(), spec: { ...primary().spec, template } });
    await expect(controller.revision(canary(), signal)).resolves.toMatchObject({ equalsPrimary: true });
  });

  it('does not equal a primary whose config is another, or no primary', async () => {
    const { store, controller } = await initialized();
    store.put({ ...SETTINGS, data: { color: 'blue' } });
    await expect(controller.revision(canary(), signal)).resolves.toMatchObject({ equalsPrimary: false });
    await store.remove(DEPLOYMENTS, { namespace: 'test', name: 'podinfo-primary' });
    await expect(controller.revision(canary(), signal)).resolves.toMatchObject({ equalsPrimary: false });
  });

  it('does not change with replicas, strategy or the object\'s annotations', async () => {
    const { store, controller } = await initialized();
    const before = await controller.revision(canary(), signal);
    store.put(withSettings({ spec: { replicas: 0, strategy: { type: 'Recreate' } }, metadata: { annotations: { a: 'b' } } }));
    await expect(controller.revision(canary(), signal)).resolves.toEqual(before);
  });
});

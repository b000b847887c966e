import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { knativeFactory } from '../../src/knative/knative-factory.ts';
import { KNATIVE_SERVICES } from '../../src/objects/knative.ts';
import type { KnativeService } from '../../src/objects/knative.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canaryOf, env, signal } from '../support/world.ts';
import type { AnyObject } from '../support/world.ts';

const PRIMARY = 'flagger.app/primary-revision';
const subject = (phase: 'Initializing' | 'Initialized' | '' = '') => canaryOf('Service', 'serving.knative.dev/v1', { provider: 'knative' }, { phase });
const SPEC = { traffic: [], template: { spec: {} } };
const service = (latest: string | undefined, primary?: string): KnativeService => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'podinfo', namespace: 'test', ...(primary && { annotations: { [PRIMARY]: primary, mine: '1' } }) },
  spec: SPEC,
  ...(latest && { status: { latestCreatedRevisionName: latest } }),
});
const revision = (name: string, ready: string, observedGeneration = 1): AnyObject => ({
  apiVersion: 'serving.knative.dev/v1', kind: 'Revision', metadata: { name, namespace: 'test' },
  status: { observedGeneration, conditions: [{ type: 'Active', status: 'False' }, { type: 'Ready', status: ready }] },
});
const world = (...objects: readonly Manifest[]) => {
  const store = new MemoryStore(...objects);
  return { store, target: knativeFactory.create(env(store)), read: () => store.read(KNATIVE_SERVICES, 'podinfo') };
};

describe('a Knative Service', () => {
  it('begins with its latest revision as the primary', async () => {
    const { store, target, read } = world(service('podinfo-1'));
    await target.initialize(subject(), signal);
    expect(read()?.metadata.annotations).toEqual({ [PRIMARY]: 'podinfo-1' });
    expect(read()?.spec).toEqual({ template: { spec: {} }, traffic: [{ latestRevision: true, percent: 0 }, { revisionName: 'podinfo-1', percent: 100 }] });
    await target.initialize(subject('Initializing'), signal);
    expect(store.takeWrites()).toEqual(['patch Service podinfo']);
  });

  it('is left alone once it is initialized', async () => {
    const { store, target } = world(service('podinfo-2', 'podinfo-1'));
    await target.initialize(subject('Initialized'), signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('is what queries ask about by its latest revision', async () => {
    expect(await world(service('podinfo-2', 'podinfo-1')).target.metadata(subject(), signal)).toEqual({ labelKey: '', labelValue: '', ports: [], route: 'podinfo-2' });
    expect(await world(service(undefined)).target.metadata(subject(), signal)).not.toHaveProperty('route');
    expect(await world().target.metadata(subject(), signal)).not.toHaveProperty('route');
  });

  it('waits for a first revision', async () => {
    const { target } = world(service(undefined));
    await expect(target.initialize(subject(), signal)).rejects.toMatchObject({
      retry: 'later',
      message: 'Knative Service podinfo.test has no status.latestCreatedRevisionName yet',
    });
  });

  it('has the latest revision\'s name for its revision', async () => {
    const { store, target } = world(service('podinfo-1', 'podinfo-1'));
    const first = await target.revision(subject(), signal);
    expect(first).toEqual({ hash: expect.stringMatching(/^v1-/), trackedConfigs: undefined, equalsPrimary: true });
    store.put(service('podinfo-2', 'podinfo-1'));
    const second = await target.revision(subject(), signal);
    expect(second).toMatchObject({ equalsPrimary: false });
    expect(second.hash).not.toBe(first.hash);
  });

  it('is promoted by its annotation, once', async () => {
    const { store, target, read } = world(service('podinfo-2', 'podinfo-1'));
    await target.promote(subject(), signal);
    await target.promote(subject(), signal);
    expect(read()?.metadata.annotations).toEqual({ [PRIMARY]: 'podinfo-2', mine: '1' });
    expect(store.takeWrites()).toEqual(['patch Service podinfo']);
  });

  it('is promoted also where it had no annotation', async () => {
    const { target, read } = world(service('podinfo-2'));
    await target.promote(subject(), signal);
    expect(read()?.metadata.annotations).toEqual({ [PRIMARY]: 'podinfo-2' });
  });

  it.each([
    ['primary', 'True', 1, { state: 'ready' }],
    ['primary', 'False', 1, { state: 'waiting', reason: 'Knative Revision podinfo-1.test is not ready' }],
    ['primary', 'True', 0, { state: 'waiting', reason: 'Knative Revision podinfo-1.test is not ready' }],
    ['canary', 'Unknown', 1, { state: 'waiting', reason: 'Knative Revision podinfo-2.test is not ready' }],
  ] as const)('with a %s that is ready "%s" of generation %i is %j', async (role, ready, observed, expected) => {
    const { target } = world(service('podinfo-2', 'podinfo-1'), revision('podinfo-1', ready, observed), revision('podinfo-2', ready, observed));
    await expect(target.readiness(subject(), role, signal)).resolves.toEqual(expected);
  });

  it('waits for what is missing', async () => {
    const { store, target } = world(service('podinfo-2'));
    await expect(target.readiness(subject(), 'primary', signal)).resolves.toEqual({
      state: 'waiting',
      reason: 'Knative Service podinfo.test primary revision annotation not found',
    });
    await expect(target.readiness(subject(), 'canary', signal)).rejects.toThrow(
      'Knative Revision podinfo-2.test get query error: revisions.serving.knative.dev "podinfo-2" not found',
    );
    await store.remove(KNATIVE_SERVICES, { namespace: 'test', name: 'podinfo' });
    await expect(target.promote(subject(), signal)).rejects.toThrow('Knative Service podinfo.test get query error: services.serving.knative.dev "podinfo" not found');
  });

  it('has no Services and no scale', async () => {
    const { store, target } = world(service('podinfo-1', 'podinfo-1'));
    const metadata = await target.metadata(subject(), signal);
    await target.exposeWorkloads(subject(), metadata, signal);
    await target.exposeApex(subject(), metadata, signal);
    await target.scaleToZero(subject(), signal);
    await target.scaleFromZero(subject(), signal);
    await target.finalize(subject(), signal);
    await target.restoreApex(subject(), metadata, signal);
    expect(store.takeWrites()).toEqual([]);
  });
});

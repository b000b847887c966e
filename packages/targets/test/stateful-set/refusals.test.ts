import { describe, expect, it } from '@jest/globals';
import type { Canary } from '@flagger/sdk';
import { statefulSetFactory } from '../../src/stateful-set/stateful-set-factory.ts';
import { STATEFUL_SETS } from '../../src/objects/stateful-set.ts';
import type { StatefulSet } from '../../src/objects/stateful-set.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canaryOf, env, signal, statefulSet } from '../support/world.ts';

const SUBJECT = canaryOf('StatefulSet', 'apps/v1');
const annotated = (consent: string): Canary => ({ ...SUBJECT, metadata: { ...SUBJECT.metadata, annotations: { 'flagger.app/separate-volumes': consent } } });
const CONSENTING = annotated('true');
const VOLUMES = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }] };

const initialize = async (spec: object, subject = SUBJECT, metadata = {}): Promise<MemoryStore> => {
  const store = new MemoryStore(statefulSet({ spec, metadata }));
  await statefulSetFactory.create(env(store)).initialize({ ...subject, spec: { ...subject.spec, targetRef: { ...subject.spec.targetRef, ...metadata } } }, signal);
  return store;
};

describe('a StatefulSet', () => {
  it.each<[string, object, RegExp]>([
    ['the strategy OnDelete', { updateStrategy: { type: 'OnDelete' } }, /spec\.updateStrategy\.type is OnDelete; only RollingUpdate/],
    ['a partition', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }, /rollingUpdate\.partition is 1; it must be 0/],
    ['the apex Service as its own', { serviceName: 'podinfo' }, /spec\.serviceName is podinfo, a Service that will select the primary's pods/],
    ['the primary\'s Service as its own', { serviceName: 'podinfo-primary' }, /spec\.serviceName is podinfo-primary, /],
    ['volumes', VOLUMES, /spec\.volumeClaimTemplates: the primary would begin with empty volumes.*annotate the canary with flagger\.app\/separate-volumes: "true"/],
  ])('with %s can\'t be released, and nothing is made', async (_, spec, message) => {
    const store = new MemoryStore(statefulSet({ spec }));
    await expect(statefulSetFactory.create(env(store)).initialize(SUBJECT, signal)).rejects.toMatchObject({
      code: 'Invalid', retry: 'never', message: expect.stringMatching(/^createPrimaryStatefulSet failed: statefulset podinfo\.test can't be released: /),
    });
    await expect(statefulSetFactory.create(env(store)).initialize(SUBJECT, signal)).rejects.toThrow(message);
    expect(store.writes).toEqual([]);
  });

  it.each<[string, object]>([
    ['the generated Service of the canary\'s pods', { serviceName: 'podinfo-canary' }],
    ['no Service', { serviceName: undefined }],
    ['no strategy', { updateStrategy: undefined }],
  ])('with %s can be released', async (_, spec) => {
    expect((await initialize(spec)).read(STATEFUL_SETS, 'podinfo-primary')).toBeDefined();
  });

  it('is refused where spec.service.name makes its Service the apex', async () => {
    const subject = canaryOf('StatefulSet', 'apps/v1', { service: { port: 80, name: 'podinfo-pods' } });
    await expect(initialize({}, subject)).rejects.toThrow('spec.serviceName is podinfo-pods');
  });

  it.each([[44, true], [45, false]])('with a name of %i characters can be released: %s', async (length, can) => {
    const outcome = initialize({}, SUBJECT, { name: 'p'.repeat(length) });
    if (can) await expect(outcome).resolves.toBeDefined();
    else await expect(outcome).rejects.toThrow('metadata.name has 45 characters; at most 44');
  });
});

describe('a StatefulSet with volumes', () => {
  it('is released where the canary says that the primary has its own', async () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Retain' };
    const store = await initialize({ ...VOLUMES, persistentVolumeClaimRetentionPolicy: policy }, CONSENTING);
    expect(store.read(STATEFUL_SETS, 'podinfo-primary')?.spec).toMatchObject({ ...VOLUMES, persistentVolumeClaimRetentionPolicy: policy });
  });

  it.each(['yes', 'false', ''])('is not released where the annotation says %p', async consent => {
    await expect(initialize(VOLUMES, annotated(consent))).rejects.toThrow('flagger.app/separate-volumes: "true"');
  });

  it('is never released where a scale to zero deletes its volumes', async () => {
    const spec = { ...VOLUMES, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } };
    await expect(initialize(spec, CONSENTING)).rejects.toThrow('persistentVolumeClaimRetentionPolicy.whenScaled is Delete; it must be Retain');
  });
});

describe('a StatefulSet that was made anew with other fields that can\'t be changed', () => {
  const remade = async (spec: object): Promise<{ readonly store: MemoryStore; readonly again: Promise<void> }> => {
    const store = await initialize(VOLUMES, CONSENTING);
    store.put(statefulSet({ spec: { ...VOLUMES, ...spec } }));
    store.takeWrites();
    return { store, again: statefulSetFactory.create(env(store)).initialize(CONSENTING, signal) };
  };

  it.each<[string, object]>([
    ['podManagementPolicy', { podManagementPolicy: 'Parallel' }],
    ['volumeClaimTemplates', { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '2Gi' } } } }] }],
  ])('is refused for spec.%s, with the way out', async (field, spec) => {
    const { store, again } = await remade(spec);
    await expect(again).rejects.toThrow(
      `spec.${field} is not that of podinfo-primary, where it can't be changed; delete the StatefulSet podinfo-primary with --cascade=orphan to have it made again`,
    );
    expect(store.writes).toEqual([]);
  });

  it('is released once the primary is made again', async () => {
    const { store, again } = await remade({ podManagementPolicy: 'Parallel' });
    await expect(again).rejects.toThrow();
    await store.remove(STATEFUL_SETS, { namespace: 'test', name: 'podinfo-primary' });
    await statefulSetFactory.create(env(store)).initialize(CONSENTING, signal);
    expect(store.read<StatefulSet>(STATEFUL_SETS, 'podinfo-primary')?.spec.podManagementPolicy).toBe('Parallel');
  });
});

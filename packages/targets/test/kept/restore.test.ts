import { describe, expect, it } from '@jest/globals';
import { isRestorable } from '@flagger/sdk';
import type { Manifest, RestorableTarget } from '@flagger/sdk';
import { daemonSetFactory } from '../../src/daemon-set/daemon-set-factory.ts';
import { deploymentFactory } from '../../src/deployment/deployment-factory.ts';
import { CONFIG_MAPS, SECRETS } from '../../src/objects/config.ts';
import { DAEMON_SETS } from '../../src/objects/daemon-set.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import type { Deployment } from '../../src/objects/deployment.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, canaryOf, daemonSet, deployment, env, signal } from '../support/world.ts';

const SUBJECT = canary();
const config = (color: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'test' }, data: { color } });
const secret = (key: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'test' }, type: 'Opaque', data: { key } });
const target = (tag: string, spec: object = {}): Deployment =>
  deployment({ spec, pod: { containers: [{ name: 'c', image: `podinfo:${tag}`, envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }] }] } });

/** A controller that knows nothing of those before it. */
function anew(store: MemoryStore): RestorableTarget {
  const controller = deploymentFactory.create(env(store));
  if (!isRestorable(controller)) throw new Error('Deployments can be restored');
  return controller;
}

async function initialized(first: Deployment = target('1')): Promise<MemoryStore> {
  const store = new MemoryStore(config('red'), secret('one'), first);
  await anew(store).initialize(SUBJECT, signal);
  return store;
}

function change(store: MemoryStore, spec: object = {}): void {
  for (const object of [config('blue'), secret('two'), target('2', spec)]) store.put(object);
}

const primary = (store: MemoryStore): Deployment => store.read(DEPLOYMENTS, 'podinfo-primary')!;
const copies = (store: MemoryStore): unknown => [store.read(CONFIG_MAPS, 'settings-primary')?.data, store.read(SECRETS, 'keys-primary')?.data];
/** What was kept, without what is the same in every write. */
const keptData = (store: MemoryStore): unknown[] =>
  [store.read(CONFIG_MAPS, 'podinfo-primary-kept'), store.read(CONFIG_MAPS, 'podinfo-primary-kept-settings-primary'), store.read(SECRETS, 'podinfo-primary-kept-keys-primary')].map(kept => kept?.data);

async function bothWays(store: MemoryStore): Promise<Deployment> {
  change(store);
  await anew(store).promoteRestorably(SUBJECT, signal);
  const promoted = primary(store);
  await anew(store).restorePrimary(SUBJECT, signal);
  return promoted;
}

describe('a primary that is restored', () => {
  it('is what it was: pods, their id, fields, labels, and its configs', async () => {
    const store = await initialized(target('1', { minReadySeconds: 5 }));
    const before = { primary: primary(store), copies: copies(store) };
    const promoted = await bothWays(store);
    expect(promoted.spec.template.spec.containers[0]).toMatchObject({ image: 'podinfo:2' });
    expect(primary(store).spec).toEqual(before.primary.spec);
    expect(primary(store).metadata.labels).toEqual(before.primary.metadata.labels);
    expect(copies(store)).toEqual(before.copies);
  });

  it('says so until it is forgotten', async () => {
    const store = await initialized();
    const state = () => anew(store).keptPrimary(SUBJECT, signal);
    expect(await state()).toBe('none');
    change(store);
    await anew(store).promoteRestorably(SUBJECT, signal);
    expect(await state()).toBe('kept');
    await anew(store).restorePrimary(SUBJECT, signal);
    expect(await state()).toBe('restored');
    await anew(store).forgetKept(SUBJECT, signal);
    expect(await state()).toBe('none');
  });

  it('keeps the Deployment controller its revision, and an autoscaler its replicas', async () => {
    const scaled = canary({ autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' } });
    const store = await initialized();
    change(store, { replicas: 4 });
    await anew(store).promoteRestorably(scaled, signal);
    const { metadata, spec } = primary(store);
    store.put({ ...primary(store), metadata: { ...metadata, annotations: { ...metadata.annotations, 'deployment.kubernetes.io/revision': '7' } }, spec: { ...spec, replicas: 9 } });
    await anew(store).restorePrimary(scaled, signal);
    expect(primary(store).metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '7' });
    expect(primary(store).spec.replicas).toBe(9);
  });

  it('gets its replicas back where nobody else has them', async () => {
    const store = await initialized();
    change(store, { replicas: 4 });
    await anew(store).promoteRestorably(SUBJECT, signal);
    expect(primary(store).spec.replicas).toBe(4);
    await anew(store).restorePrimary(SUBJECT, signal);
    expect(primary(store).spec.replicas).toBe(2);
  });

  it('is promoted and restored anew by the next release', async () => {
    const store = await initialized();
    const before = primary(store).spec;
    await bothWays(store);
    await anew(store).forgetKept(SUBJECT, signal);
    store.put(config('green'));
    await bothWays(store);
    expect(primary(store).spec).toEqual(before);
    expect(copies(store)).toEqual([{ color: 'red' }, { key: 'one' }]);
  });

  it('can be a DaemonSet', async () => {
    const subject = canaryOf('DaemonSet', 'apps/v1');
    const pods = (image: string) => daemonSet({ pod: { containers: [{ name: 'c', image }] } });
    const store = new MemoryStore(pods('a:1'));
    const controller = daemonSetFactory.create(env(store)) as RestorableTarget;
    await controller.initialize(subject, signal);
    const before = store.read(DAEMON_SETS, 'podinfo-primary')?.spec;
    store.put(pods('a:2'));
    await controller.promoteRestorably(subject, signal);
    await controller.restorePrimary(subject, signal);
    expect(store.read(DAEMON_SETS, 'podinfo-primary')?.spec).toEqual(before);
  });
});

describe('what is kept', () => {
  it('belongs to the canary, holds nothing once it is forgotten, and leaves no mark on the primary', async () => {
    const store = await initialized();
    await bothWays(store);
    expect(keptData(store)).toEqual([{ 'primary.json': expect.stringContaining('podinfo:1') }, { color: 'red' }, { key: 'one' }]);
    expect(store.read(CONFIG_MAPS, 'podinfo-primary-kept')?.metadata.ownerReferences).toMatchObject([{ kind: 'Canary', name: 'podinfo' }]);
    await anew(store).forgetKept(SUBJECT, signal);
    expect(keptData(store)).toEqual([undefined, undefined, undefined]);
    expect(Object.keys(primary(store).metadata.annotations ?? {}).filter(key => key.startsWith('flagger.app/'))).toEqual([]);
    store.takeWrites();
    await anew(store).forgetKept(SUBJECT, signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('is not restored for a promotion that kept nothing', async () => {
    const store = await initialized();
    change(store);
    await anew(store).promoteRestorably(SUBJECT, signal);
    store.put(target('3'));
    await anew(store).promote(SUBJECT, signal);
    expect(await anew(store).keptPrimary(SUBJECT, signal)).toBe('none');
    store.takeWrites();
    await anew(store).restorePrimary(SUBJECT, signal);
    expect(store.takeWrites()).toEqual([]);
  });

  it('is apart for canaries that share a config', async () => {
    const store = await initialized();
    const other = canary({ targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } });
    const named = (tag: string): Deployment => ({ ...target(tag), metadata: { name: 'other', namespace: 'test' } });
    store.put(named('1'));
    await anew(store).initialize(other, signal);
    change(store);
    await anew(store).promoteRestorably(SUBJECT, signal);
    store.put(named('2'));
    await anew(store).promoteRestorably(other, signal);
    await anew(store).restorePrimary(SUBJECT, signal);
    expect(copies(store)).toEqual([{ color: 'red' }, { key: 'one' }]);
  });

  it('that somebody spoiled is an error that names it', async () => {
    const store = await initialized();
    change(store);
    await anew(store).promoteRestorably(SUBJECT, signal);
    store.put({ ...store.read(CONFIG_MAPS, 'podinfo-primary-kept')!, data: { 'primary.json': '{' } });
    await expect(anew(store).restorePrimary(SUBJECT, signal)).rejects.toMatchObject({ code: 'Invalid', message: expect.stringMatching(/configmap podinfo-primary-kept\.test data\.primary\.json/) });
  });
});

describe('a controller that is killed at any write', () => {
  const STEPS = ['promoteRestorably', 'restorePrimary', 'forgetKept'] as const;

  /** The whole way, where the write of this number and then the next controller's are in vain. */
  async function walk(killedAt: number): Promise<{ readonly store: MemoryStore; readonly writes: number }> {
    const store = await initialized();
    change(store);
    store.takeWrites();
    let count = 0;
    store.onWrite = () => {
      count += 1;
      if (count === killedAt || count === killedAt + 1) throw new Error('killed');
    };
    for (const step of STEPS) {
      for (let tries = 0; tries < 3; tries += 1) {
        const done = await anew(store)[step](SUBJECT, signal).then(() => true, (error: Error) => error.message !== 'killed');
        if (done) break;
      }
    }
    return { store, writes: count };
  }

  const objects = async (store: MemoryStore): Promise<unknown> => {
    const all: readonly Manifest[] = (await Promise.all([DEPLOYMENTS, CONFIG_MAPS, SECRETS].map(type => store.list<Manifest>(type, 'test')))).flat();
    return all.map(object => ({ ...object, metadata: { ...object.metadata, resourceVersion: '', generation: 0 } }));
  };

  it('leaves the primary and its configs as they were before the promotion', async () => {
    const whole = await walk(Number.POSITIVE_INFINITY);
    expect(whole.writes).toBe(13);
    for (let at = 1; at <= whole.writes; at += 1) {
      const cut = await walk(at);
      expect(copies(cut.store)).toEqual([{ color: 'red' }, { key: 'one' }]);
      expect(await objects(cut.store)).toEqual(await objects(whole.store));
    }
  });
});

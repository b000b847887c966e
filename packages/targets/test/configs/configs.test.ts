import { describe, expect, it } from '@jest/globals';
import type { OwnerReference, TargetSettings } from '@flagger/sdk';
import { deploymentFactory } from '../../src/deployment/deployment-factory.ts';
import { CONFIG_MAPS, SECRETS } from '../../src/objects/config.ts';
import { DEPLOYMENTS } from '../../src/objects/deployment.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canary, deployment, env, signal } from '../support/world.ts';

const configMap = (name: string, fields: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'test', ...metadata }, data: { color: 'red' }, ...fields,
});
const secret = (name: string, type: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'test' }, type, data: { k: 'b25l' } });
const withConfigs = (...envFrom: readonly object[]) => deployment({ pod: { containers: [{ name: 'c', envFrom }] } });
const fromMap = (name: string, optional = false) => ({ configMapRef: { name, ...(optional && { optional }) } });
const fromSecret = (name: string) => ({ secretRef: { name } });

const started = (store: MemoryStore, settings: Partial<TargetSettings> = {}) => deploymentFactory.create(env(store, settings));

describe('tracked configs', () => {
  const tracked = async (store: MemoryStore, settings: Partial<TargetSettings> = {}) => (await started(store, settings).revision(canary(), signal)).trackedConfigs;

  it('have Flagger\'s keys and checksums', async () => {
    const store = new MemoryStore(withConfigs(fromMap('settings'), fromSecret('keys')), configMap('settings', { data: { color: 'blue' } }), secret('keys', 'Opaque'));
    await expect(tracked(store)).resolves.toEqual({ 'configmap/settings': 'f234cb93c08ad64e', 'secret/keys': '1f0833fbb3d35e68' });
  });

  it('are none, but not unknown, for a target without configs', async () => {
    await expect(tracked(new MemoryStore(deployment()))).resolves.toEqual({});
  });

  it('are unknown with tracking off, which needs no config either', async () => {
    await expect(tracked(new MemoryStore(withConfigs(fromMap('gone'))), { configTracking: false })).resolves.toBeUndefined();
  });

  it.each([['disabled', []], ['disable', []], ['enabled', ['configmap/settings']]])('with the annotation "%s" are %j', async (value, keys) => {
    const annotations = { 'flagger.app/config-tracking': value };
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings', {}, { annotations }));
    expect(Object.keys((await tracked(store)) ?? {})).toEqual(keys);
  });

  it.each([
    ['Opaque', true], ['kubernetes.io/basic-auth', true], ['kubernetes.io/ssh-auth', true], ['kubernetes.io/tls', true],
    ['kubernetes.io/dockerconfigjson', false], ['kubernetes.io/service-account-token', false], ['example.com/other', false],
  ])('include secrets of type %s: %s', async (type, included) => {
    const store = new MemoryStore(withConfigs(fromSecret('keys')), secret('keys', type));
    expect(Object.keys((await tracked(store)) ?? {})).toEqual(included ? ['secret/keys'] : []);
  });

  it('may miss an optional config, but no other', async () => {
    await expect(tracked(new MemoryStore(withConfigs(fromMap('gone', true))))).resolves.toEqual({});
    await expect(tracked(new MemoryStore(withConfigs(fromSecret('gone'))))).rejects.toMatchObject({
      code: 'NotFound',
      message: 'GetTargetConfigs failed: secret gone.test get query error: secrets "gone" not found',
    });
  });
});

describe('copies for the primary', () => {
  const initialize = async (store: MemoryStore, settings: Partial<TargetSettings> = {}) => {
    const controller = started(store, settings);
    await controller.initialize(canary(), signal);
    return controller;
  };
  const target = withConfigs(fromMap('settings'), fromSecret('keys'));

  it('are made before the primary that names them', async () => {
    const store = new MemoryStore(target, configMap('settings'), secret('keys', 'kubernetes.io/tls'));
    await initialize(store);
    expect(store.takeWrites()).toEqual(['create ConfigMap settings-primary', 'create Secret keys-primary', 'create Deployment podinfo-primary']);
    expect(store.read(SECRETS, 'keys-primary')).toMatchObject({ type: 'kubernetes.io/tls', data: { k: 'b25l' } });
    expect(store.read(DEPLOYMENTS, 'podinfo-primary')?.spec.template.spec.containers[0]?.envFrom).toEqual([fromMap('settings-primary'), fromSecret('keys-primary')]);
  });

  it('have included labels, no annotations, and the canary as controller', async () => {
    const labels = { 'team.example/a': '1', other: '2' };
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings', { immutable: true }, { labels, annotations: { a: 'b' } }));
    await initialize(store, { includeLabelPrefixes: ['team.example'] });
    const copy = store.read(CONFIG_MAPS, 'settings-primary');
    expect(copy?.metadata).toMatchObject({ labels: { 'team.example/a': '1' }, ownerReferences: [{ kind: 'Canary', name: 'podinfo', controller: true }] });
    expect(copy?.metadata).not.toHaveProperty('annotations');
    expect(copy).not.toHaveProperty('immutable');
  });

  it('copies binaryData', async () => {
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings', { binaryData: { logo: 'AA==' } }));
    const controller = await initialize(store);
    expect(store.read(CONFIG_MAPS, 'settings-primary')).toMatchObject({ binaryData: { logo: 'AA==' } });
    store.put(configMap('settings', {}));
    await controller.promote(canary(), signal);
    expect(store.read(CONFIG_MAPS, 'settings-primary')).not.toHaveProperty('binaryData');
  });

  it('are none of configs that are not tracked: the primary shares those', async () => {
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings', {}, { annotations: { 'flagger.app/config-tracking': 'disabled' } }));
    await initialize(store);
    expect(store.takeWrites()).toEqual(['create Deployment podinfo-primary']);
    expect(store.read(DEPLOYMENTS, 'podinfo-primary')?.spec.template.spec.containers[0]?.envFrom).toEqual([fromMap('settings')]);
  });

  it('are shared with other canaries: the last to write is the controller', async () => {
    const other: OwnerReference = { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'other', uid: 'u', controller: true, blockOwnerDeletion: true };
    const owned = configMap('settings-primary', { data: { color: 'old' } }, { ownerReferences: [other] });
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings'), owned);
    await initialize(store);
    expect(store.read(CONFIG_MAPS, 'settings-primary')?.metadata.ownerReferences).toMatchObject([{ name: 'podinfo', controller: true }, { name: 'other', controller: false }]);
  });

  it('that are there already keep their annotations and their type', async () => {
    const there = { ...secret('keys-primary', 'example.com/other'), metadata: { name: 'keys-primary', namespace: 'test', annotations: { mine: '1' } }, data: {} };
    const store = new MemoryStore(withConfigs(fromSecret('keys')), secret('keys', 'Opaque'), there);
    await initialize(store);
    expect(store.read(SECRETS, 'keys-primary')).toMatchObject({ type: 'example.com/other', metadata: { annotations: { mine: '1' } }, data: { k: 'b25l' } });
  });

  it('stay when they are no longer named', async () => {
    const store = new MemoryStore(withConfigs(fromMap('settings')), configMap('settings'));
    const controller = await initialize(store);
    store.put(deployment());
    await controller.promote(canary(), signal);
    expect(store.read(CONFIG_MAPS, 'settings-primary')).toBeDefined();
  });
});

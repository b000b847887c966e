import { describe, expect, it } from '@jest/globals';
import { CONFIG_MAPS, configMap, startLab } from './api-client.ts';
import type { Lab } from './api-client.ts';

const OWNER = { apiVersion: 'v1', kind: 'ConfigMap' };

async function owned(lab: Lab, name: string, ...owners: string[]): Promise<void> {
  const ownerReferences = await Promise.all(owners.map(async owner => {
    const { body } = await lab.get(`${CONFIG_MAPS}/${owner}`);
    return { ...OWNER, name: owner, uid: (body['metadata'] as { uid: string }).uid };
  }));
  await lab.post(CONFIG_MAPS, configMap(name, {}, { ownerReferences }));
}

async function there(lab: Lab): Promise<string[]> {
  return lab.api.store.list(OWNER, 'default').map(object => object.metadata.name);
}

describe('delete', () => {
  it('answers what it deleted', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a'));
    const { uid } = body['metadata'] as { uid: string };
    expect((await lab.remove(`${CONFIG_MAPS}/a`)).body).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'a', kind: 'configmaps', uid } });
    expect((await lab.remove(`${CONFIG_MAPS}/a`)).code).toBe(404);
  });

  it('waits for finalizers', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a', {}, { finalizers: ['example.com/x'] }));
    expect((await lab.remove(`${CONFIG_MAPS}/a`)).body['metadata']).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 });
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(200);
    await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { metadata: { finalizers: null } });
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(404);
  });

  it('takes no new finalizers on an object that is going', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a', {}, { finalizers: ['example.com/x'] }));
    await lab.remove(`${CONFIG_MAPS}/a`);
    const { code, body } = await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { metadata: { finalizers: ['example.com/x', 'example.com/y'] } });
    expect([code, body['message']]).toEqual([422, 'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/y"}']);
  });

  it('holds to preconditions', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    expect((await lab.remove(`${CONFIG_MAPS}/a`, { preconditions: { uid: 'other' } })).code).toBe(409);
    expect((await lab.remove(`${CONFIG_MAPS}/a`, { preconditions: { resourceVersion: '1' } })).code).toBe(409);
    expect((await lab.remove(`${CONFIG_MAPS}/a`, { propagationPolicy: 'Sideways' })).code).toBe(422);
    expect((await lab.remove(`${CONFIG_MAPS}/a?dryRun=All`)).code).toBe(200);
    expect(await there(lab)).toEqual(['a']);
  });

  it('takes a collection by its labels', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a', {}, { labels: { x: '1' } }));
    await lab.post(CONFIG_MAPS, configMap('b'));
    expect((await lab.remove(`${CONFIG_MAPS}?labelSelector=x%3D1`)).body).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'a' } }] });
    expect(await there(lab)).toEqual(['b']);
  });
});

describe('garbage collection', () => {
  it('takes what only the deleted object owned, all the way down', async () => {
    const lab = await startLab();
    for (const name of ['a', 'other']) await lab.post(CONFIG_MAPS, configMap(name));
    await owned(lab, 'child', 'a');
    await owned(lab, 'grandchild', 'child');
    await owned(lab, 'shared', 'a', 'other');
    await lab.remove(`${CONFIG_MAPS}/a`);
    expect(await there(lab)).toEqual(['other', 'shared']);
    expect((await lab.get(`${CONFIG_MAPS}/shared`)).body['metadata']).toMatchObject({ ownerReferences: [{ name: 'other' }] });
  });

  it('leaves orphans where asked', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    await owned(lab, 'child', 'a');
    await lab.remove(`${CONFIG_MAPS}/a?propagationPolicy=Orphan`);
    expect(await there(lab)).toEqual(['child']);
    expect((await lab.get(`${CONFIG_MAPS}/child`)).body['metadata']).not.toHaveProperty('ownerReferences');
  });

  it('keeps a foreground owner until its dependents have gone', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    await owned(lab, 'child', 'a');
    await lab.patch(`${CONFIG_MAPS}/child`, 'merge', { metadata: { finalizers: ['example.com/x'] } });
    await lab.remove(`${CONFIG_MAPS}/a`, { propagationPolicy: 'Foreground' });
    expect((await lab.get(`${CONFIG_MAPS}/a`)).body['metadata']).toMatchObject({ finalizers: ['foregroundDeletion'] });
    await lab.patch(`${CONFIG_MAPS}/child`, 'merge', { metadata: { finalizers: null } });
    expect(await there(lab)).toEqual([]);
  });
});

describe('namespaces', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } };

  it('take their content along', async () => {
    const lab = await startLab();
    await lab.post('/api/v1/namespaces', namespace);
    await lab.post('/api/v1/namespaces/n/configmaps', configMap('a'));
    await lab.remove('/api/v1/namespaces/n');
    expect((await lab.get('/api/v1/namespaces/n')).code).toBe(404);
    expect((await lab.get('/api/v1/namespaces/n/configmaps/a')).code).toBe(404);
  });

  it('stay, closed, while something in them stays', async () => {
    const lab = await startLab();
    await lab.post('/api/v1/namespaces', namespace);
    await lab.post('/api/v1/namespaces/n/configmaps', configMap('a', {}, { finalizers: ['example.com/x'] }));
    await lab.remove('/api/v1/namespaces/n');
    expect((await lab.get('/api/v1/namespaces/n')).body['status']).toEqual({ phase: 'Terminating' });
    const refused = await lab.post('/api/v1/namespaces/n/configmaps', configMap('b'));
    expect([refused.code, refused.body['message']]).toEqual([403, 'configmaps "b" is forbidden: unable to create new content in namespace n because it is being terminated']);
    await lab.patch('/api/v1/namespaces/n/configmaps/a', 'merge', { metadata: { finalizers: null } });
    expect((await lab.get('/api/v1/namespaces/n')).code).toBe(404);
  });
});

import { describe, expect, it } from '@jest/globals';
import { CONFIG_MAPS, configMap, deployment, DEPLOYMENTS, startLab } from './api-client.ts';

describe('create', () => {
  it('gives an object its identity', async () => {
    const lab = await startLab();
    const { code, body } = await lab.post(CONFIG_MAPS, configMap('a', { x: 'y' }));
    expect(code).toBe(201);
    expect(body).toMatchObject({ kind: 'ConfigMap', data: { x: 'y' }, metadata: { name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' } });
    expect(body['metadata']).toMatchObject({ uid: expect.stringMatching(/^[0-9a-f-]{36}$/), resourceVersion: lab.api.resourceVersion });
  });

  it('makes a name from generateName', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-' } });
    expect(body['metadata']).toMatchObject({ name: expect.stringMatching(/^a-[a-z0-9]{5}$/) });
  });

  it.each([
    ['without a name', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }, 422, 'metadata.name: Required value: name or generateName is required'],
    ['of another kind', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }, 400, 'the kind in the data (Secret) does not match the expected kind (ConfigMap)'],
    ['that is no object', ['a'], 400, 'the object provided is unrecognized'],
    ['that is no JSON', '{', 400, 'error decoding the body'],
  ])('refuses a body %s', async (_, body, code, message) => {
    const lab = await startLab();
    const answered = await lab.post(CONFIG_MAPS, body);
    expect([answered.code, answered.body['message']]).toEqual([code, expect.stringContaining(message)]);
  });

  it('refuses a name that is taken', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    const { code, body } = await lab.post(CONFIG_MAPS, configMap('a'));
    expect(code).toBe(409);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'AlreadyExists', message: 'configmaps "a" already exists', details: { name: 'a', kind: 'configmaps' } });
  });

  it('refuses a namespace that is not there', async () => {
    const lab = await startLab();
    const { code, body } = await lab.post('/api/v1/namespaces/nowhere/configmaps', configMap('a'));
    expect([code, body['message']]).toEqual([404, 'namespaces "nowhere" not found']);
  });

  it('refuses a namespace other than the path has', async () => {
    const lab = await startLab();
    const { code, body } = await lab.post(CONFIG_MAPS, configMap('a', {}, { namespace: 'other' }));
    expect([code, body['message']]).toEqual([400, 'the namespace of the provided object does not match the namespace sent on the request']);
  });

  it('stores nothing in a dry run', async () => {
    const lab = await startLab();
    const before = lab.api.resourceVersion;
    expect((await lab.post(`${CONFIG_MAPS}?dryRun=All`, configMap('a'))).code).toBe(201);
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(404);
    expect(lab.api.resourceVersion).toBe(before);
  });
});

describe('get', () => {
  it.each([
    [`${CONFIG_MAPS}/a`, 'configmaps "a" not found'],
    [`${DEPLOYMENTS}/a`, 'deployments.apps "a" not found'],
    ['/apis/nobody.example/v1/things', 'the server could not find the requested resource'],
  ])('answers 404 for %s', async (path, message) => {
    const lab = await startLab();
    const { code, body } = await lab.get(path);
    expect([code, body['message'], body['reason']]).toEqual([404, message, 'NotFound']);
  });
});

describe('update', () => {
  it('replaces an object that has not changed', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a', { x: '1' }));
    const updated = await lab.put(`${CONFIG_MAPS}/a`, { ...body, data: { x: '2' } });
    expect([updated.code, updated.body['data']]).toEqual([200, { x: '2' }]);
    expect(Number((updated.body['metadata'] as { resourceVersion: string }).resourceVersion)).toBeGreaterThan(Number((body['metadata'] as { resourceVersion: string }).resourceVersion));
  });

  it('refuses an object that was made from an old one', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a', { x: '1' }));
    await lab.put(`${CONFIG_MAPS}/a`, { ...body, data: { x: '2' } });
    const late = await lab.put(`${CONFIG_MAPS}/a`, { ...body, data: { x: '3' } });
    expect(late.code).toBe(409);
    expect(late.body).toMatchObject({
      reason: 'Conflict', details: { name: 'a', kind: 'configmaps' },
      message: 'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('refuses another object of the same name', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a'));
    const other = await lab.put(`${CONFIG_MAPS}/a`, configMap('a', {}, { uid: 'other' }));
    const { uid } = body['metadata'] as { uid: string };
    expect([other.code, other.body['message']]).toEqual([409, `Operation cannot be fulfilled on configmaps "a": Precondition failed: UID in precondition: other, UID in object meta: ${uid}`]);
  });

  it('changes nothing where nothing is new', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a', { x: '1' }));
    const before = lab.api.resourceVersion;
    lab.clock.advance(10_000);
    const again = await lab.put(`${CONFIG_MAPS}/a`, body);
    expect([again.code, again.body, lab.api.resourceVersion]).toEqual([200, body, before]);
  });

  it('keeps identity whatever the body says', async () => {
    const lab = await startLab();
    const { body } = await lab.post(CONFIG_MAPS, configMap('a'));
    const { body: updated } = await lab.put(`${CONFIG_MAPS}/a`, configMap('a', { x: '1' }, { creationTimestamp: '2000-01-01T00:00:00Z' }));
    const { uid, creationTimestamp } = body['metadata'] as Record<string, string>;
    expect(updated['metadata']).toMatchObject({ uid, creationTimestamp });
  });

  it('makes a Lease that is not there, but no ConfigMap', async () => {
    const lab = await startLab();
    const lease = await lab.put('/apis/coordination.k8s.io/v1/namespaces/default/leases/l', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec: {} });
    expect(lease.code).toBe(200);
    expect((await lab.put(`${CONFIG_MAPS}/a`, configMap('a'))).code).toBe(404);
  });
});

describe('generation and status', () => {
  it('counts changes of the spec only', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a'));
    const generation = async (): Promise<unknown> => ((await lab.get(`${DEPLOYMENTS}/a`)).body['metadata'] as Record<string, unknown>)['generation'];
    await lab.patch(`${DEPLOYMENTS}/a`, 'merge', { metadata: { labels: { x: 'y' } } });
    await lab.patch(`${DEPLOYMENTS}/a/status`, 'merge', { status: { replicas: 1 } });
    expect(await generation()).toBe(1);
    await lab.patch(`${DEPLOYMENTS}/a`, 'merge', { spec: { replicas: 3 } });
    expect(await generation()).toBe(2);
  });

  it('keeps status and spec apart', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, { ...deployment('a', { replicas: 2 }), status: { replicas: 9 } });
    expect((await lab.get(`${DEPLOYMENTS}/a`)).body['status']).toEqual({});
    await lab.patch(`${DEPLOYMENTS}/a`, 'merge', { status: { replicas: 9 } });
    expect((await lab.get(`${DEPLOYMENTS}/a`)).body['status']).toEqual({});
    const { body } = await lab.patch(`${DEPLOYMENTS}/a/status`, 'merge', { spec: { replicas: 7 }, status: { replicas: 2 } });
    expect(body).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 2 } });
  });

  it('scales by the scale subresource', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a', { replicas: 2 }));
    const { body } = await lab.get(`${DEPLOYMENTS}/a/scale`);
    expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { replicas: 0, selector: 'app=a' } });
    const scaled = await lab.put(`${DEPLOYMENTS}/a/scale`, { ...body, spec: { replicas: 5 } });
    expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 } });
    expect((await lab.get(`${DEPLOYMENTS}/a`)).body['spec']).toMatchObject({ replicas: 5 });
  });
});

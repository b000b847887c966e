import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { load } from 'js-yaml';
import type { RequestRecord } from '../../src/index.ts';
import { CONFIG_MAPS, configMap, deployment, startLab } from './api-client.ts';
import { WatchReader } from './watch-reader.ts';

describe('journal', () => {
  it('notes requests, what they sent and what came of it', async () => {
    const lab = await startLab({ users: { secret: 'flagger' } });
    const seen: RequestRecord[] = [];
    const unsubscribe = lab.api.requests.subscribe(record => seen.push(record));
    await fetch(`${lab.api.url}${CONFIG_MAPS}?limit=5`, { headers: { authorization: 'Bearer secret', 'user-agent': 'tester/1' } });
    await lab.post(CONFIG_MAPS, configMap('a', { x: 'y' }));
    await lab.patch(`${CONFIG_MAPS}/nope`, 'merge', { data: {} });
    unsubscribe();
    await lab.get('/version');
    expect(seen.map(({ verb, resource, name, code, user }) => [verb, resource, name, code, user])).toEqual([
      ['list', 'configmaps', '', 200, 'flagger'], ['create', 'configmaps', '', 201, 'admin'], ['patch', 'configmaps', 'nope', 404, 'admin'],
    ]);
    expect(seen[0]).toMatchObject({ userAgent: 'tester/1', url: `${CONFIG_MAPS}?limit=5`, namespace: 'default' });
    expect(seen[1]).toMatchObject({ requestBody: configMap('a', { x: 'y' }), result: { metadata: { name: 'a' } } });
    expect(lab.api.requests.writes.map(record => record.method)).toEqual(['POST', 'PATCH']);
    lab.api.requests.reset();
    expect([lab.api.requests.records, lab.api.requests.total]).toEqual([[], 0]);
  });

  it('keeps to its limit', async () => {
    const lab = await startLab({ journalLimit: 2 });
    for (let at = 0; at < 5; at += 1) await lab.get('/version');
    expect([lab.api.requests.records.length, lab.api.requests.total]).toEqual([2, 5]);
  });
});

describe('faults', () => {
  it.each([
    [{ code: 409, reason: 'Conflict' }, null],
    [{ code: 429, reason: 'TooManyRequests', retryAfterSeconds: 3 }, '3'],
    [{ code: 500, reason: 'InternalError' }, null],
  ])('answer %j in the place of the server', async (fault, retryAfter) => {
    const lab = await startLab();
    lab.api.faults.injectNext(1, { kind: 'status', ...fault }, request => request.verb === 'create');
    const { code, body, headers } = await lab.post(CONFIG_MAPS, configMap('a'));
    expect([code, body['reason'], headers.get('retry-after')]).toEqual([fault.code, fault.reason, retryAfter]);
    expect((await lab.post(CONFIG_MAPS, configMap('a'))).code).toBe(201);
  });

  it('break the connection off, before or after the deed', async () => {
    const lab = await startLab();
    lab.api.faults.injectNext(1, { kind: 'drop' }, request => request.method === 'POST');
    await expect(lab.post(CONFIG_MAPS, configMap('a'))).rejects.toThrow();
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(404);
    lab.api.faults.injectNext(1, { kind: 'drop-answer' }, request => request.method === 'POST');
    await expect(lab.post(CONFIG_MAPS, configMap('a'))).rejects.toThrow();
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(200);
  });

  it('delay by the clock, and the request is under way meanwhile', async () => {
    const lab = await startLab();
    const arrived = new Promise<void>(resolve => {
      lab.api.faults.inject(request => {
        if (request.method !== 'POST') return undefined;
        setImmediate(resolve);
        return { kind: 'delay', delayMs: 5000 };
      });
    });
    const answer = lab.post(CONFIG_MAPS, configMap('a'));
    await arrived;
    expect(lab.api.inFlight).toBe(1);
    lab.clock.advance(5000);
    expect((await answer).code).toBe(201);
  });

  it('hang until the server stops, and are cleared', async () => {
    const lab = await startLab();
    const arrived = new Promise<void>(resolve => {
      lab.api.faults.inject(() => {
        resolve();
        return { kind: 'hang' };
      });
    });
    const hanging = lab.get('/version');
    await arrived;
    lab.api.faults.clear();
    expect((await lab.get('/version')).code).toBe(200);
    await lab.api.stop();
    await expect(hanging).rejects.toThrow();
  });
});

describe('stop and restart', () => {
  it('keep the port and the objects', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&resourceVersion=${lab.api.resourceVersion}`);
    await lab.api.stop();
    await expect(watch.next()).rejects.toThrow();
    await expect(lab.get(`${CONFIG_MAPS}/a`)).rejects.toThrow();
    await lab.api.restart();
    expect((await lab.get(`${CONFIG_MAPS}/a`)).code).toBe(200);
  });
});

describe('kubeconfig', () => {
  it('leads to the server', async () => {
    const lab = await startLab();
    expect(load(lab.api.kubeconfig)).toMatchObject({ clusters: [{ cluster: { server: lab.api.url } }] });
  });
});

describe('store without HTTP', () => {
  const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };

  it('creates with defaults, makes the namespace, and is not in the journal', async () => {
    const lab = await startLab();
    const given = deployment('a') as unknown as Manifest;
    const made = lab.api.store.create({ ...given, metadata: { name: 'a', namespace: 'fresh' } });
    expect(made).toMatchObject({ spec: { replicas: 1 }, metadata: { namespace: 'fresh', generation: 1 } });
    expect(Object.isFrozen(made)).toBe(true);
    expect(lab.api.requests.total).toBe(0);
    expect((await lab.get('/apis/apps/v1/namespaces/fresh/deployments/a')).code).toBe(200);
  });

  it('puts, patches, tells and removes', async () => {
    const lab = await startLab();
    const told: string[] = [];
    lab.api.store.subscribe(change => told.push(`${change.type} ${change.object.kind} ${change.object.metadata.name}`));
    const given = { ...(deployment('a') as unknown as Manifest), status: { replicas: 1 } };
    expect(lab.api.store.put(given)).toMatchObject({ status: { replicas: 1 } });
    lab.api.store.patch(kind, { name: 'a' }, { spec: { replicas: 3 } });
    lab.api.store.patchStatus(kind, { name: 'a' }, { status: { replicas: 3 } });
    expect(lab.api.store.get(kind, { name: 'a' })).toMatchObject({ spec: { replicas: 3 }, status: { replicas: 3 } });
    expect(lab.api.store.put(given)).toMatchObject({ spec: { replicas: 1 } });
    lab.api.store.remove(kind, { name: 'a' });
    lab.api.store.remove(kind, { name: 'a' });
    expect(lab.api.store.list(kind)).toEqual([]);
    expect(told).toEqual(['ADDED Deployment a', ...Array.from({ length: 5 }, () => 'MODIFIED Deployment a'), 'DELETED Deployment a']);
  });

  it('tells changes in order, also those that a listener makes', async () => {
    const lab = await startLab();
    const told: string[] = [];
    lab.api.store.subscribe(({ type, object }) => {
      if (type === 'ADDED' && object.metadata.name === 'a') lab.api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } });
    });
    lab.api.store.subscribe(({ object }) => told.push(object.metadata.name));
    lab.api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    expect(told).toEqual(['a', 'b']);
  });

  it('names a kind that is not served', async () => {
    const lab = await startLab();
    expect(() => lab.api.store.list({ apiVersion: 'x.example/v1', kind: 'Thing' })).toThrow('x.example/v1 Thing is not served');
  });
});

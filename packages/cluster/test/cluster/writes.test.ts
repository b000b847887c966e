import { describe, expect, it } from '@jest/globals';
import { updateWithRetry } from '../../src/index.ts';
import { startBench } from '../support/bench.ts';
import { passTimeUntil, until } from '../support/until.ts';
import { configMap, CONFIG_MAPS, key, NAMESPACES, widget, WIDGETS } from '../support/widgets.ts';

describe('writes', () => {
  it('can be read back at once, without a request', async () => {
    const { cluster, signal, answers } = await startBench();
    const { store } = cluster;
    await store.list(WIDGETS, undefined, signal);
    const created = await store.create(WIDGETS, widget('a', 1), signal);
    expect(await store.get(WIDGETS, key('a'), signal)).toEqual(created);
    const updated = await store.update(WIDGETS, { ...created, spec: { size: 2 } }, signal);
    expect(await store.get(WIDGETS, key('a'), signal)).toEqual(updated);
    const patched = await store.patch(WIDGETS, key('a'), { spec: { size: 3 } }, signal);
    expect(patched.spec).toEqual({ size: 3 });
    const ready = await store.patchStatus(WIDGETS, key('a'), { spec: { size: 9 }, status: { ready: true } }, signal);
    expect(ready).toMatchObject({ spec: { size: 3 }, status: { ready: true } });
    expect(await store.get(WIDGETS, key('a'), signal)).toEqual(ready);
    await store.remove(WIDGETS, key('a'), signal);
    expect(await store.get(WIDGETS, key('a'), signal)).toBeUndefined();
    expect(answers.filter(answer => /^(get|list)/.test(answer))).toHaveLength(1);
  });

  it('needs no cache', async () => {
    const { api, cluster, signal } = await startBench();
    await cluster.store.create(WIDGETS, widget('a'), signal);
    await cluster.store.patch(WIDGETS, key('a'), { spec: { size: 7 } }, signal);
    expect(api.store.get(WIDGETS, key('a'))?.spec).toEqual({ size: 7 });
    expect(cluster.caches()).toEqual([]);
  });

  it('keeps an object that waits for its finalizers', async () => {
    const { cluster, signal, settle } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    const object = widget('a');
    await cluster.store.create(WIDGETS, { ...object, metadata: { ...object.metadata, finalizers: ['test.flagger.app/hold'] } }, signal);
    await cluster.store.remove(WIDGETS, key('a'), signal);
    expect((await cluster.store.get(WIDGETS, key('a'), signal))?.metadata.deletionTimestamp).toBeDefined();
    await cluster.store.patch(WIDGETS, key('a'), { metadata: { finalizers: null } }, signal);
    await settle();
    expect(await cluster.store.get(WIDGETS, key('a'), signal)).toBeUndefined();
  });

  it('takes the removal of what is gone for done', async () => {
    const { cluster, signal } = await startBench();
    await expect(cluster.store.remove(WIDGETS, key('a'), signal)).resolves.toBeUndefined();
  });

  it('says in a word what went wrong', async () => {
    const { api, cluster: { store }, signal } = await startBench();
    const live = api.store.create(widget('a'));
    api.store.patch(WIDGETS, key('a'), { spec: { size: 5 } });
    const nowhere = { apiVersion: 'nowhere.io/v1', kind: 'Gadget', plural: 'gadgets', namespaced: true };

    await expect(store.create(WIDGETS, widget('a'), signal)).rejects.toMatchObject({ code: 'AlreadyExists', retry: 'later' });
    await expect(store.update(WIDGETS, live, signal)).rejects.toMatchObject({ code: 'Conflict', retry: 'later' });
    await expect(store.patch(WIDGETS, key('b'), {}, signal)).rejects.toMatchObject({ code: 'NotFound' });
    await expect(store.create(WIDGETS, widget('a', 1, 'absent'), signal)).rejects.toMatchObject({ code: 'NotFound' });
    await expect(store.create(WIDGETS, widget('c', -1), signal)).rejects.toMatchObject({ code: 'Invalid', retry: 'never' });
    await expect(store.patch(nowhere, key('a'), {}, signal)).rejects.toMatchObject({ code: 'MissingResourceType' });
  });

  it('carries what the server said, without credentials', async () => {
    const { api, cluster, signal } = await startBench();
    api.faults.injectNext(1, { kind: 'status', code: 422, reason: 'Invalid', message: 'spec.size: too large' }, () => true);
    await expect(cluster.store.patch(WIDGETS, key('a'), {}, signal)).rejects.toThrow('patch widgets.test.flagger.app test/a: spec.size: too large');
  });

  it('waits as long as an overloaded server asks, a few times', async () => {
    const { api, cluster, clock, signal } = await startBench();
    api.store.create(widget('a'));
    const startedAt = clock.now();
    api.faults.injectNext(2, { kind: 'status', code: 429, retryAfterSeconds: 3 }, ({ verb }) => verb === 'patch');
    const write = cluster.store.patch(WIDGETS, key('a'), { spec: { size: 2 } }, signal);
    await passTimeUntil(clock, () => api.requests.writes.length === 3);
    expect((await write).spec).toEqual({ size: 2 });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(6_000);

    api.faults.inject(() => ({ kind: 'status', code: 503, retryAfterSeconds: 1 }));
    const refused = cluster.store.patch(WIDGETS, key('a'), {}, signal).catch((error: unknown) => error);
    await passTimeUntil(clock, () => api.requests.writes.length === 7);
    expect(await refused).toMatchObject({ code: 'ApiUnavailable' });
  });

  it('gives up when the signal aborts', async () => {
    const { api, cluster } = await startBench();
    api.faults.inject(() => ({ kind: 'hang' }));
    const stop = new AbortController();
    const write = cluster.store.patch(WIDGETS, key('a'), {}, stop.signal);
    await until(() => api.inFlight === 1);
    stop.abort(new Error('shutting down'));
    await expect(write).rejects.toThrow('shutting down');
  });

  it('tells of an answer that never came', async () => {
    const { api, cluster, signal, answers } = await startBench();
    api.faults.inject(() => ({ kind: 'drop' }));
    await expect(cluster.store.create(WIDGETS, widget('a'), signal)).rejects.toMatchObject({ code: 'ApiUnavailable', retry: 'later' });
    expect(answers).toEqual(['create widgets.test.flagger.app 0']);
  });

  it('keeps to its rate', async () => {
    const { api, cluster, clock, signal } = await startBench({ qps: 10, burst: 2 });
    const startedAt = clock.now();
    const writes = Promise.all(['a', 'b', 'c', 'd', 'e'].map(name => cluster.store.create(CONFIG_MAPS, configMap(name), signal)));
    await passTimeUntil(clock, () => api.requests.writes.length === 5);
    await writes;
    expect(clock.now() - startedAt).toBe(300);
  });
});

describe('updateWithRetry', () => {
  const grow = (live: ReturnType<typeof widget>): ReturnType<typeof widget> => ({ ...live, spec: { size: (live.spec?.size ?? 0) + 1 } });

  it('writes on top of the live object when another was faster', async () => {
    const { api, cluster, signal } = await startBench();
    api.store.create(widget('a', 1));
    await cluster.store.get(WIDGETS, key('a'), signal);
    let meddling = 2;
    const meddle = (live: ReturnType<typeof widget>): ReturnType<typeof widget> => {
      if (meddling-- > 0) api.store.patch(WIDGETS, key('a'), { spec: { size: (live.spec?.size ?? 0) + 10 } });
      return grow(live);
    };
    expect((await updateWithRetry(cluster.store, { type: WIDGETS, key: key('a') }, meddle, signal)).spec).toEqual({ size: 22 });
  });

  it('writes nothing where nothing changes', async () => {
    const { api, cluster, signal } = await startBench();
    api.store.create(widget('a', 1));
    await updateWithRetry(cluster.store, { type: WIDGETS, key: key('a') }, live => live, signal);
    expect(api.requests.writes).toEqual([]);
  });

  it('ends after five conflicts, and at once where the object is gone', async () => {
    const { api, cluster, signal } = await startBench();
    api.store.create(widget('a', 1));
    api.faults.inject(({ verb }) => (verb === 'update' ? { kind: 'status', code: 409, reason: 'Conflict' } : undefined));
    await expect(updateWithRetry(cluster.store, { type: WIDGETS, key: key('a') }, grow, signal)).rejects.toMatchObject({ code: 'Conflict' });
    expect(api.requests.writes).toHaveLength(5);
    await expect(updateWithRetry(cluster.store, { type: WIDGETS, key: key('b') }, grow, signal)).rejects.toMatchObject({ code: 'NotFound', message: 'Widget b.test not found' });
  });
});

describe('raw requests', () => {
  it('reach any path', async () => {
    const { api, cluster, signal } = await startBench();
    expect(cluster.host).toBe(api.url);
    const version = await cluster.request<{ major: string }>({ verb: 'get', path: '/version', resource: '/version' }, signal);
    expect(version.major).toBe('1');
    await expect(cluster.request({ verb: 'get', path: '/nothing', resource: '/nothing' }, signal)).rejects.toMatchObject({ code: 'NotFound' });
    expect(await cluster.store.getLive(NAMESPACES, { name: 'absent' }, signal)).toBeUndefined();
  });
});

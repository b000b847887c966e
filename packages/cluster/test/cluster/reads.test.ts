import { describe, expect, it } from '@jest/globals';
import type { ResourceType } from '@flagger/sdk';
import { startBench } from '../support/bench.ts';
import { passTimeUntil, until } from '../support/until.ts';
import { CONFIG_MAPS, configMap, key, NAMESPACES, widget, WIDGET_CRD, WIDGETS } from '../support/widgets.ts';

describe('reads', () => {
  it('costs a list and a watch once, and then nothing', async () => {
    const { api, cluster, signal, answers } = await startBench();
    api.store.create(widget('a', 3));

    const first = await cluster.store.get(WIDGETS, key('a'), signal);
    expect(first).toMatchObject({ apiVersion: 'test.flagger.app/v1', kind: 'Widget', spec: { size: 3 } });
    expect(await cluster.store.get(WIDGETS, key('b'), signal)).toBeUndefined();
    expect(await cluster.store.list(WIDGETS, 'test', signal)).toEqual([first]);
    expect(await cluster.store.list(WIDGETS, 'other', signal)).toEqual([]);
    await until(() => answers.length === 2);
    expect(answers).toEqual(['list widgets.test.flagger.app 200', 'watch widgets.test.flagger.app 200']);
  });

  it('shares one list among readers that come at once', async () => {
    const { cluster, signal, answers } = await startBench();
    await Promise.all([1, 2, 3].map(() => cluster.store.list(WIDGETS, undefined, signal)));
    expect(answers.filter(answer => answer.startsWith('list'))).toHaveLength(1);
  });

  it('gives frozen objects without managedFields', async () => {
    const { api, cluster, signal } = await startBench();
    api.store.create(widget('a'));
    const found = await cluster.store.get(WIDGETS, key('a'), signal);
    expect(Object.isFrozen(found?.spec)).toBe(true);
    expect(found?.metadata).not.toHaveProperty('managedFields');
  });

  it('reads long lists page by page', async () => {
    const { api, cluster, signal, answers } = await startBench();
    for (let index = 0; index < 1_100; index += 1) api.store.create(widget(`w${index}`));
    expect(await cluster.store.list(WIDGETS, undefined, signal)).toHaveLength(1_100);
    expect(answers.filter(answer => answer.startsWith('list'))).toHaveLength(3);
  });

  it('lists in one piece when the pages expire', async () => {
    const { api, cluster, signal } = await startBench();
    for (let index = 0; index < 600; index += 1) api.store.create(widget(`w${index}`));
    api.faults.injectNext(1, { kind: 'status', code: 410, reason: 'Expired' }, request => request.query.has('continue'));
    expect(await cluster.store.list(WIDGETS, undefined, signal)).toHaveLength(600);
  });

  it('reads cluster-scoped objects', async () => {
    const { cluster, signal } = await startBench();
    expect((await cluster.store.get(NAMESPACES, { name: 'default' }, signal))?.metadata.name).toBe('default');
    expect(await cluster.store.get(NAMESPACES, { namespace: 'ignored', name: 'default' }, signal)).toBeDefined();
  });

  it('gives up waiting for a cache when its signal aborts, and leaves the cache to others', async () => {
    const { api, cluster } = await startBench();
    const release = api.faults.inject(request => (request.verb === 'list' ? { kind: 'delay', delayMs: 1_000 } : undefined));
    const impatient = new AbortController();
    const read = cluster.store.get(WIDGETS, key('a'), impatient.signal);
    impatient.abort(new Error('no time'));
    await expect(read).rejects.toThrow('no time');
    expect(cluster.synced()).toBe(false);
    release();
  });
});

describe('scopes', () => {
  it('watches ConfigMaps only where they are read, until the namespace is released', async () => {
    const { api, cluster, signal } = await startBench();
    api.store.create(configMap('a', {}, 'one'));
    api.store.create(configMap('b', {}, 'two'));
    await cluster.store.get(CONFIG_MAPS, key('a', 'one'), signal);
    await cluster.store.get(WIDGETS, key('a', 'one'), signal);
    expect((await cluster.store.list(CONFIG_MAPS, undefined, signal)).map(found => found.metadata.name)).toEqual(['a']);
    expect(cluster.caches().map(({ type, namespace }) => [type.plural, namespace])).toEqual([['configmaps', 'one'], ['widgets', undefined]]);
    await until(() => api.openWatches === 2);

    cluster.release('one');
    await until(() => api.openWatches === 1);
    expect(cluster.caches().map(({ type }) => type.plural)).toEqual(['widgets']);
    expect(await cluster.store.get(CONFIG_MAPS, key('a', 'one'), signal)).toBeDefined();
  });

  it('keeps to one namespace when told to, but reads elsewhere where asked', async () => {
    const { api, cluster, signal } = await startBench({ namespace: 'one' });
    api.store.create(widget('a', 1, 'one'));
    api.store.create(widget('b', 1, 'two'));
    expect((await cluster.store.list(WIDGETS, undefined, signal)).map(found => found.metadata.name)).toEqual(['a']);
    expect(api.requests.records.filter(({ verb }) => verb === 'list').map(({ namespace }) => namespace)).toEqual(['one']);
    expect(await cluster.store.get(WIDGETS, key('b', 'two'), signal)).toBeDefined();
    cluster.release('one');
    expect(cluster.caches()).toHaveLength(2);
  });

  it('reports what is read through a tracked view', async () => {
    const { cluster, signal } = await startBench();
    const reads: unknown[] = [];
    const store = cluster.trackReads(({ type, namespace, name }) => reads.push([type.kind, namespace, name]));
    await store.get(WIDGETS, key('a'), signal);
    await store.list(WIDGETS, 'test', signal);
    await store.list(WIDGETS, undefined, signal);
    await store.getLive(WIDGETS, key('b'), signal);
    const made = await store.create(WIDGETS, widget('c'), signal);
    await store.update(WIDGETS, { ...made, spec: { size: 2 } }, signal);
    await store.patch(WIDGETS, key('c'), { spec: { size: 3 } }, signal);
    await store.patchStatus(WIDGETS, key('c'), { status: { ready: true } }, signal);
    await store.remove(WIDGETS, key('c'), signal);
    expect(reads).toEqual([['Widget', 'test', 'a'], ['Widget', 'test', undefined], ['Widget', undefined, undefined], ['Widget', 'test', 'b']]);
  });
});

describe('reads that cannot be served', () => {
  const GADGETS: ResourceType = { apiVersion: 'nowhere.io/v1', kind: 'Gadget', plural: 'gadgets', namespaced: true };

  it('names a missing resource type, and asks for it again only after a while', async () => {
    const { cluster, clock, signal, answers } = await startBench();
    for (let read = 0; read < 3; read += 1) {
      await expect(cluster.store.list(GADGETS, undefined, signal)).rejects.toMatchObject({
        code: 'MissingResourceType', retry: 'later',
        message: 'list gadgets.nowhere.io: the API server has no resource type gadgets.nowhere.io in nowhere.io/v1; is its CRD installed?',
      });
    }
    expect(answers).toHaveLength(1);
    expect(cluster.synced()).toBe(true);
    clock.advance(5_000);
    await expect(cluster.store.list(GADGETS, undefined, signal)).rejects.toMatchObject({ code: 'MissingResourceType' });
    expect(answers).toHaveLength(2);
  });

  it('finds a type that is installed later, and notices when it goes', async () => {
    const { api, cluster, clock, signal, settle, heard } = await startBench();
    const crds = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
    api.store.remove(crds, { name: WIDGET_CRD.metadata.name });
    await expect(cluster.store.list(WIDGETS, undefined, signal)).rejects.toMatchObject({ code: 'MissingResourceType' });
    api.installCrds([WIDGET_CRD]);
    clock.advance(5_000);
    expect(await cluster.store.list(WIDGETS, undefined, signal)).toEqual([]);
    api.store.create(widget('a'));
    await settle();
    api.store.remove(crds, { name: WIDGET_CRD.metadata.name });
    await passTimeUntil(clock, () => cluster.caches()[0]?.state === 'missing');
    expect(heard).toEqual(['added a', 'deleted a']);
    await expect(cluster.store.list(WIDGETS, undefined, signal)).rejects.toMatchObject({ code: 'MissingResourceType' });
  });

  it('names verb, resource and namespace of what is forbidden', async () => {
    const { api, cluster, signal } = await startBench();
    api.faults.inject(() => ({ kind: 'status', code: 403, reason: 'Forbidden', message: 'user "flagger" cannot list' }));
    await expect(cluster.store.list(CONFIG_MAPS, 'test', signal)).rejects.toMatchObject({
      code: 'ApiForbidden', retry: 'later', message: 'list configmaps in namespace test: user "flagger" cannot list',
    });
  });

  it('fails fast while the API server is away, and heals by itself', async () => {
    const { api, cluster, clock, signal, logger } = await startBench();
    await api.stop();
    for (let read = 0; read < 2; read += 1) {
      await expect(cluster.store.list(WIDGETS, undefined, signal)).rejects.toMatchObject({ code: 'ApiUnavailable', retry: 'later' });
    }
    expect(cluster.caches()[0]?.state).toBe('failing');
    expect(logger.messages('warn')).toEqual(['Kubernetes API watch failed']);
    await api.restart();
    api.store.create(widget('a'));
    await passTimeUntil(clock, () => cluster.synced());
    expect(await cluster.store.list(WIDGETS, undefined, signal)).toHaveLength(1);
  });
});

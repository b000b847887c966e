import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/index.ts';
import { startBench } from '../support/bench.ts';
import { until } from '../support/until.ts';
import { configMap, CONFIG_MAPS, key, widget, WIDGETS } from '../support/widgets.ts';

describe('changes', () => {
  it('announces what others add, update and delete', async () => {
    const { api, cluster, signal, settle, changes } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    const added = api.store.create(widget('a', 1));
    await settle();
    api.store.patch(WIDGETS, key('a'), { spec: { size: 2 } });
    await settle();
    api.store.remove(WIDGETS, key('a'));
    await settle();
    expect(changes).toMatchObject([
      { kind: 'added', key: key('a'), type: WIDGETS, object: { spec: { size: 1 } } },
      { kind: 'updated', key: key('a'), object: { spec: { size: 2 } }, previous: { spec: { size: 1 } } },
      { kind: 'deleted', key: key('a'), object: { metadata: { uid: added.metadata.uid } }, previous: { spec: { size: 2 } } },
    ]);
    expect(changes[0]).not.toHaveProperty('previous');
    expect(await cluster.store.get(WIDGETS, key('a'), signal)).toBeUndefined();
  });

  it('has the change in the cache when it is announced', async () => {
    const { api, cluster, signal, settle } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    const seen: Promise<unknown>[] = [];
    cluster.watch(WIDGETS, change => void seen.push(cluster.store.get(WIDGETS, change.key, signal)));
    api.store.create(widget('a', 1));
    await settle();
    expect(await Promise.all(seen)).toMatchObject([{ spec: { size: 1 } }]);
  });

  it('says nothing about the objects that were there when the cache was filled', async () => {
    const { api, cluster, signal, settle, heard } = await startBench();
    api.store.create(widget('a'));
    await cluster.store.list(WIDGETS, undefined, signal);
    await settle();
    expect(heard).toEqual([]);
  });

  it('says nothing about own writes', async () => {
    const { cluster, signal, settle, heard } = await startBench();
    const { store } = cluster;
    await store.list(WIDGETS, undefined, signal);
    for (let round = 0; round < 20; round += 1) {
      const made = await store.create(WIDGETS, widget('a'), signal);
      await store.update(WIDGETS, { ...made, spec: { size: round + 2 } }, signal);
      await store.patch(WIDGETS, key('a'), { spec: { size: 99 } }, signal);
      await store.patch(WIDGETS, key('a'), { spec: { size: 99 } }, signal);
      await store.remove(WIDGETS, key('a'), signal);
    }
    await settle();
    expect(heard).toEqual([]);
    expect(await store.list(WIDGETS, undefined, signal)).toEqual([]);
  });

  it('announces a foreign change that an own write overtakes', async () => {
    const { api, cluster, signal, settle, heard } = await startBench();
    api.store.create(widget('a', 1));
    await cluster.store.list(WIDGETS, undefined, signal);
    for (let round = 0; round < 20; round += 1) {
      heard.length = 0;
      const write = cluster.store.patchStatus(WIDGETS, key('a'), { status: { ready: round % 2 === 0 } }, signal);
      api.store.patch(WIDGETS, key('a'), { spec: { size: round + 2 } });
      await write;
      await settle();
      expect(heard).toEqual(['updated a']);
    }
  });

  it('announces a change held back during an own write that fails', async () => {
    const { api, cluster, signal, settle, heard } = await startBench();
    const live = api.store.create(widget('a', 1));
    await cluster.store.list(WIDGETS, undefined, signal);
    const stop = new AbortController();
    api.faults.inject(({ verb }) => (verb === 'update' ? { kind: 'hang' } : undefined));
    const write = cluster.store.update(WIDGETS, live, stop.signal);
    await until(() => api.inFlight === 1);
    api.store.patch(WIDGETS, key('a'), { spec: { size: 2 } });
    await settle();
    expect(heard).toEqual([]);
    stop.abort(new Error('stop'));
    await expect(write).rejects.toThrow('stop');
    expect(heard).toEqual(['updated a']);
  });

  it('tells listeners of one type only about it, until they stop', async () => {
    const { api, cluster, signal, settle } = await startBench();
    const widgets: Change['kind'][] = [];
    const stop = cluster.watch(WIDGETS, change => void widgets.push(change.kind));
    await cluster.store.list(WIDGETS, undefined, signal);
    await cluster.store.list(CONFIG_MAPS, 'test', signal);
    api.store.create(configMap('a'));
    api.store.create(widget('a'));
    await settle();
    stop();
    api.store.remove(WIDGETS, key('a'));
    await settle();
    expect(widgets).toEqual(['added']);
  });

  it('keeps two clients of one server in step', async () => {
    const bench = await startBench();
    const { cluster, signal, settle, heard } = bench;
    const other = await bench.connect();
    await cluster.store.list(WIDGETS, undefined, signal);
    await other.store.list(WIDGETS, undefined, signal);
    await other.store.create(WIDGETS, widget('a', 4), signal);
    await settle();
    expect(heard).toEqual(['added a']);
    expect((await cluster.store.get(WIDGETS, key('a'), signal))?.spec).toEqual({ size: 4 });
  });
});

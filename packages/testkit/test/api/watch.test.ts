import { describe, expect, it } from '@jest/globals';
import { CONFIG_MAPS, configMap, startLab } from './api-client.ts';
import { WatchReader } from './watch-reader.ts';

describe('watch', () => {
  it('tells the present state first, and then changes', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true`);
    await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { data: { x: '1' } });
    await lab.remove(`${CONFIG_MAPS}/a`);
    expect(await watch.take(3)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    watch.close();
  });

  it('catches up from a resource version', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    const from = lab.api.resourceVersion;
    await lab.post(CONFIG_MAPS, configMap('b'));
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&resourceVersion=${from}`);
    await lab.post(CONFIG_MAPS, configMap('c'));
    expect(await watch.take(2)).toEqual(['ADDED b', 'ADDED c']);
    watch.close();
  });

  it('shows an object that enters or leaves the selection as added or deleted', async () => {
    const lab = await startLab();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&labelSelector=app%3Dx`);
    await lab.post(CONFIG_MAPS, configMap('a'));
    await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { metadata: { labels: { app: 'x' } } });
    await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { data: { y: 'z' } });
    await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { metadata: { labels: null } });
    expect(await watch.take(3)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    watch.close();
  });

  it('keeps to its namespace', async () => {
    const lab = await startLab();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true`);
    lab.api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'far', namespace: 'away' } });
    await lab.post(CONFIG_MAPS, configMap('near'));
    expect(await watch.take(1)).toEqual(['ADDED near']);
    watch.close();
  });

  it('answers 410 from a resource version that is forgotten', async () => {
    const lab = await startLab();
    const from = lab.api.resourceVersion;
    await lab.post(CONFIG_MAPS, configMap('a'));
    lab.api.expireHistory();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&resourceVersion=${from}`);
    expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/) } });
    expect(await watch.next()).toBeUndefined();
  });

  it('forgets by itself when the history is full', async () => {
    const lab = await startLab({ historyLimit: 5 });
    const from = lab.api.resourceVersion;
    for (let at = 0; at < 12; at += 1) await lab.post(CONFIG_MAPS, configMap(`a${at}`));
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&resourceVersion=${from}`);
    expect((await watch.next())?.type).toBe('ERROR');
  });

  it('sends bookmarks: by the clock, and at a barrier', async () => {
    const lab = await startLab({ bookmarkIntervalMs: 10_000 });
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&allowWatchBookmarks=true`);
    lab.clock.advance(10_000);
    expect(await watch.next()).toMatchObject({ type: 'BOOKMARK', object: { kind: 'ConfigMap', metadata: { resourceVersion: lab.api.resourceVersion } } });
    lab.api.store.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' } });
    const reached = lab.api.barrier();
    expect(await watch.next()).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: reached } } });
    watch.close();
  });

  it('tells a watch that starts behind the last bookmark, too', async () => {
    const lab = await startLab();
    const from = lab.api.resourceVersion;
    await lab.post('/api/v1/namespaces/default/secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
    const reached = lab.api.barrier();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&allowWatchBookmarks=true&resourceVersion=${from}`);
    expect(await watch.next()).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: reached } } });
    watch.close();
  });

  it('marks the end of the initial events where asked', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`);
    expect(await watch.take(1)).toEqual(['ADDED a']);
    expect(await watch.next()).toMatchObject({ type: 'BOOKMARK', object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } } });
    watch.close();
  });

  it('ends at its timeout', async () => {
    const lab = await startLab();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true&timeoutSeconds=30`);
    lab.clock.advance(30_000);
    expect(await watch.next()).toBeUndefined();
  });

  it('breaks off when told to', async () => {
    const lab = await startLab();
    const watch = await WatchReader.open(`${lab.api.url}${CONFIG_MAPS}?watch=true`);
    expect(lab.api.openWatches).toBe(1);
    lab.api.dropWatches();
    await expect(watch.next()).rejects.toThrow();
  });
});

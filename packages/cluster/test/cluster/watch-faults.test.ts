import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { createCluster } from '../../src/index.ts';
import type { Cluster, ClusterOptions } from '../../src/index.ts';
import { afterTest, startBench } from '../support/bench.ts';
import { answer, startFakeServer } from '../support/fake-server.ts';
import type { Handler } from '../support/fake-server.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { passTimeUntil, until } from '../support/until.ts';
import { key, widget, WIDGETS } from '../support/widgets.ts';

describe('a watch that breaks', () => {
  it('goes on where it stopped', async () => {
    const { api, cluster, clock, signal, heard, answers } = await startBench();
    api.store.create(widget('a', 1));
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    api.dropWatches();
    api.store.create(widget('b', 1));
    api.store.remove(WIDGETS, key('a'));
    await passTimeUntil(clock, () => heard.length === 2);
    expect(heard).toEqual(['added b', 'deleted a']);
    expect(answers.filter(line => line.startsWith('list'))).toHaveLength(1);
    expect(cluster.caches()[0]).toMatchObject({ restarts: 1, objects: 1, state: 'synced' });
  });

  it('begins anew where its version has expired, and tells the differences', async () => {
    const { api, cluster, clock, signal, changes } = await startBench();
    for (const name of ['stays', 'changes', 'goes']) api.store.create(widget(name, 1));
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    api.dropWatches();
    api.store.patch(WIDGETS, key('changes'), { spec: { size: 2 } });
    api.store.remove(WIDGETS, key('goes'));
    api.store.create(widget('comes', 1));
    api.expireHistory();
    await passTimeUntil(clock, () => changes.length === 3);
    expect(changes).toMatchObject([
      { kind: 'deleted', key: { name: 'goes' }, object: { spec: { size: 1 } } },
      { kind: 'updated', key: { name: 'changes' }, object: { spec: { size: 2 } }, previous: { spec: { size: 1 } } },
      { kind: 'added', key: { name: 'comes' } },
    ]);
  });

  it('begins anew where the request is answered with 410', async () => {
    const { api, cluster, clock, signal, answers } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    api.faults.injectNext(1, { kind: 'status', code: 410, reason: 'Expired' }, ({ verb }) => verb === 'watch');
    api.dropWatches();
    await passTimeUntil(clock, () => answers.filter(line => line.startsWith('list')).length === 2);
    expect(cluster.synced()).toBe(true);
  });

  it('survives a restart of the API server, and serves reads meanwhile', async () => {
    const { api, cluster, clock, signal, heard, logger } = await startBench();
    api.store.create(widget('a', 1));
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    await api.stop();
    await passTimeUntil(clock, () => (cluster.caches()[0]?.restarts ?? 0) >= 3);
    expect(await cluster.store.get(WIDGETS, key('a'), signal)).toBeDefined();
    expect(cluster.synced()).toBe(true);
    api.store.patch(WIDGETS, key('a'), { spec: { size: 2 } });
    await api.restart();
    await passTimeUntil(clock, () => heard.length === 1);
    expect(heard).toEqual(['updated a']);
    expect(logger.messages('warn')).toHaveLength(1);
  });

  it('asks again less and less often while the server refuses', async () => {
    const { api, cluster, clock, signal } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    const startedAt = clock.now();
    api.faults.inject(() => ({ kind: 'status', code: 500, message: 'etcd is away' }));
    api.dropWatches();
    const watches = (): number[] => api.requests.records.filter(({ code }) => code === 500).map(({ receivedAtMs }) => receivedAtMs - startedAt);
    await passTimeUntil(clock, () => watches().length === 8);
    const waits = watches().map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(waits[0]).toBeLessThanOrEqual(1_000);
    expect(waits[7]).toBeGreaterThan(15_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_500);
  });

  it('does not keep those waiting who want to see everything settled', async () => {
    const { api, cluster, signal } = await startBench();
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    const unreachable = cluster.settled('1000000', signal);
    api.dropWatches();
    await unreachable;
    await cluster.settled('1000000', signal);
    expect(cluster.caches()[0]).toMatchObject({ state: 'synced', restarts: 1 });
  });

  it('is opened again when the server ends it in order, at once', async () => {
    const { api, cluster, clock, signal, settle, heard } = await startBench({ watchMs: 60_000 });
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => api.openWatches === 1);
    await settle();
    clock.advance(59_000);
    clock.advance(1_000);
    await until(() => cluster.caches()[0]?.restarts === 1);
    api.store.create(widget('a'));
    await settle();
    expect(heard).toEqual(['added a']);
  });
});

describe('a server that misbehaves', () => {
  const LIST = { kind: 'WidgetList', metadata: { resourceVersion: '10' }, items: [{ metadata: { name: 'a', namespace: 'test', uid: 'u', resourceVersion: '9' } }] };
  const NEWER = { ...LIST, metadata: { resourceVersion: '20' }, items: [{ metadata: { name: 'b', namespace: 'test', uid: 'v', resourceVersion: '19' } }] };
  const clock = createVirtualClock();
  const signal = new AbortController().signal;

  async function connectTo(handle: Handler, options: Partial<ClusterOptions> = {}): Promise<{ cluster: Cluster; heard: string[] }> {
    const master = await startFakeServer(handle);
    const cluster = await createCluster({ master, clock, logger: recordingLogger(), ...options });
    afterTest(() => cluster.close());
    const heard: string[] = [];
    cluster.watchEvery(({ kind, key: { name } }) => void heard.push(`${kind} ${name}`));
    return { cluster, heard };
  }

  const garbage: readonly [string, string][] = [
    ['text', 'no JSON at all\n'],
    ['half an event and an end', '{"type":"ADDED","object":{"metadata"\n'],
    ['a number', '42\n'],
    ['an unknown event', '{"type":"SHRUGGED","object":{"metadata":{"name":"x"}}}\n'],
    ['an event without an object', '{"type":"ADDED"}\n'],
    ['a bookmark without metadata', '{"type":"BOOKMARK","object":{}}\n'],
    ['an ERROR of 410', '{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}\n'],
  ];
  it.each(garbage)('is asked anew for everything after %s', async (_name, line) => {
    let lists = 0;
    const { cluster, heard } = await connectTo((_request, response, url) => {
      if (!url.searchParams.has('watch')) return answer(response, lists++ === 0 ? LIST : NEWER);
      response.writeHead(200).flushHeaders();
      if (lists === 1) response.write(line);
    });
    await cluster.store.list(WIDGETS, undefined, signal);
    await passTimeUntil(clock, () => heard.length === 2);
    expect(heard).toEqual(['deleted a', 'added b']);
  });

  it('may cut events anywhere, even within a character', async () => {
    const event = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'ü', namespace: 'test', resourceVersion: '11' } } })}\n`);
    const at = event.indexOf(Buffer.from('ü')) + 1;
    const { cluster, heard } = await connectTo((_request, response, url) => {
      if (!url.searchParams.has('watch')) return answer(response, LIST);
      response.writeHead(200);
      response.write(event.subarray(0, at), () => void setImmediate(() => response.write(event.subarray(at))));
    });
    await cluster.store.list(WIDGETS, undefined, signal);
    await until(() => heard.length === 1);
    expect(heard).toEqual(['added ü']);
  });

  it('may end each watch at once: it is not hammered', async () => {
    let watches = 0;
    const { cluster } = await connectTo((_request, response, url) => {
      if (!url.searchParams.has('watch')) return answer(response, LIST);
      watches += 1;
      response.end();
    });
    await cluster.store.list(WIDGETS, undefined, signal);
    const startedAt = clock.now();
    await passTimeUntil(clock, () => clock.now() - startedAt >= 60_000);
    expect(watches).toBeLessThan(12);
  });

  it('may fall silent: the watch is given up and opened again', async () => {
    let watches = 0;
    const { cluster, heard } = await connectTo((_request, response, url) => {
      if (!url.searchParams.has('watch')) return answer(response, LIST);
      watches += 1;
      response.writeHead(200).flushHeaders();
      if (watches === 2) response.write('{"type":"DELETED","object":{"metadata":{"name":"a","namespace":"test","uid":"u","resourceVersion":"11"}}}\n');
    }, { silenceMs: 50 });
    await cluster.store.list(WIDGETS, undefined, signal);
    await passTimeUntil(clock, () => heard.length === 1);
    expect(heard).toEqual(['deleted a']);
  });

  it('may answer a list with anything', async () => {
    const { cluster } = await connectTo((_request, response) => void response.end('<html>'));
    await expect(cluster.store.list(WIDGETS, undefined, signal)).rejects.toMatchObject({ code: 'ApiUnavailable', message: 'list widgets.test.flagger.app: the answer is not JSON' });
  });

  it('may answer a write with anything', async () => {
    const { cluster } = await connectTo((_request, response) => answer(response, { kind: 'Oops' }));
    await expect(cluster.store.create(WIDGETS, widget('a'), signal)).rejects.toMatchObject({ code: 'ApiUnavailable' });
  });
});

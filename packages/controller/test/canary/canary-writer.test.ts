import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { CanaryWriter } from '@flagger/core';
import { CANARIES } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { createCanaryWriter } from '../../src/canary/canary-writer.ts';
import { silentLogger } from '../../src/logging/silent-logger.ts';
import { canaryWith } from './subject.ts';

const CRDS = readFileSync(join(import.meta.dirname, '../../../deploy/crds/flagger.yaml'), 'utf8');
const never = new AbortController().signal;
const KEY = { namespace: 'test', name: 'web' };

let api: ApiServer;
let cluster: Cluster;
let writer: CanaryWriter;
let canary: Canary;

beforeEach(async () => {
  const clock = createVirtualClock();
  api = await startApiServer({ clock });
  api.installCrds(CRDS);
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  cluster = await createCluster({ master: api.url, clock, logger: silentLogger });
  writer = createCanaryWriter(cluster.store);
  const { uid: _uid, resourceVersion: _version, ...metadata } = canaryWith().metadata;
  canary = await cluster.store.create(CANARIES, { ...canaryWith(), metadata }, never);
});

afterEach(async () => {
  await cluster.close();
  await api.close();
});

const patches = (): unknown[] => api.requests.writes.filter(({ verb, code }) => verb === 'patch' && code === 200).map(({ requestBody }) => requestBody);
const relabel = (): Promise<Canary> => cluster.store.patch(CANARIES, KEY, { metadata: { labels: { a: 'b' } } }, never);

describe('the status', () => {
  it('is written as a patch of what changed, on top of the version that was read', async () => {
    const first = await writer.writeStatus(canary, { phase: 'Initializing', failedChecks: 0, canaryWeight: 0, iterations: 0 }, never);
    const second = await writer.writeStatus(first, { ...first.status, failedChecks: 1 }, never);
    expect(second.status).toEqual({ phase: 'Initializing', failedChecks: 1, canaryWeight: 0, iterations: 0 });
    expect(patches().at(-1)).toEqual({ metadata: { resourceVersion: first.metadata.resourceVersion }, status: { failedChecks: 1 } });
  });

  it('is not written where nothing changed', async () => {
    const first = await writer.writeStatus(canary, { phase: 'Initializing' }, never);
    const count = api.requests.total;
    expect(await writer.writeStatus(first, { ...first.status }, never)).toBe(first);
    expect(api.requests.total).toBe(count);
  });

  it('is written although somebody changed labels meanwhile', async () => {
    await relabel();
    const written = await writer.writeStatus(canary, { phase: 'Initializing' }, never);
    expect(written).toMatchObject({ metadata: { labels: { a: 'b' } }, status: { phase: 'Initializing' } });
  });

  it('is not written over a status that somebody else wrote', async () => {
    await cluster.store.patchStatus(CANARIES, KEY, { status: { phase: 'Failed' } }, never);
    await expect(writer.writeStatus(canary, { phase: 'Initializing' }, never)).rejects.toMatchObject({ code: 'Conflict' });
  });

  it('is not written to another canary of the same name', async () => {
    await cluster.store.remove(CANARIES, KEY, never);
    const { uid: _uid, resourceVersion: _version, ...metadata } = canary.metadata;
    await cluster.store.create(CANARIES, { ...canary, metadata }, never);
    await expect(writer.writeStatus(canary, { phase: 'Initializing' }, never)).rejects.toMatchObject({ code: 'Conflict' });
  });
});

describe('the finalizer', () => {
  it('comes and goes beside those of others, and brings no defaults into the spec', async () => {
    const foreign = await cluster.store.patch(CANARIES, KEY, { metadata: { finalizers: ['acme.com/hold'] } }, never);
    const held = await writer.setFinalizer(foreign, true, never);
    expect(held.metadata.finalizers).toEqual(['acme.com/hold', 'finalizer.flagger.app']);
    expect(held.spec).toEqual(foreign.spec);
    expect(await writer.setFinalizer(held, true, never)).toBe(held);
    const freed = await writer.setFinalizer(held, false, never);
    expect(freed.metadata.finalizers).toEqual(['acme.com/hold']);
  });

  it('leaves no empty list behind', async () => {
    const held = await writer.setFinalizer(canary, true, never);
    expect((await writer.setFinalizer(held, false, never)).metadata.finalizers ?? []).toEqual([]);
  });

  it('is no matter any more on a canary that is gone', async () => {
    const held = await writer.setFinalizer(canary, true, never);
    await writer.setFinalizer(held, false, never);
    await cluster.store.remove(CANARIES, KEY, never);
    await expect(writer.setFinalizer(held, false, never)).resolves.toBe(held);
    await expect(writer.setFinalizer(canary, true, never)).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('is set although somebody changed labels meanwhile', async () => {
    await relabel();
    expect((await writer.setFinalizer(canary, true, never)).metadata).toMatchObject({ labels: { a: 'b' }, finalizers: ['finalizer.flagger.app'] });
  });
});

describe('an annotation', () => {
  const annotate = (annotations: Record<string, string>): Promise<Canary> => cluster.store.patch(CANARIES, KEY, { metadata: { annotations } }, never);

  it('is removed beside others, although somebody changed labels meanwhile', async () => {
    const found = await annotate({ verb: 'pause', other: 'stays' });
    await relabel();
    const left = await writer.removeAnnotation(found, { name: 'verb', value: 'pause' }, never);
    expect(left.metadata).toMatchObject({ annotations: { other: 'stays' }, labels: { a: 'b' } });
    expect(left.metadata.annotations).not.toHaveProperty('verb');
  });

  it('stays where it says something else by now', async () => {
    const found = await annotate({ verb: 'pause' });
    await annotate({ verb: 'abort' });
    const left = await writer.removeAnnotation(found, { name: 'verb', value: 'pause' }, never);
    expect(left.metadata.annotations).toEqual({ verb: 'abort' });
  });

  it('that is gone already costs no request', async () => {
    const count = api.requests.total;
    expect(await writer.removeAnnotation(canary, { name: 'verb', value: 'pause' }, never)).toBe(canary);
    expect(api.requests.total).toBe(count);
  });
});

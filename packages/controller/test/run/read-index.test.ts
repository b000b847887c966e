import { describe, expect, it } from '@jest/globals';
import type { ObjectKey, ResourceType } from '@flagger/sdk';
import { ReadIndex } from '../../src/run/read-index.ts';
import { RetryPace } from '../../src/run/retry-pace.ts';

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const NODES: ResourceType = { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false };
const concerned = (index: ReadIndex, key: ObjectKey, type = PODS): string[] => [...index.concerned({ type, key })].sort();

describe('who a change concerns', () => {
  const index = new ReadIndex();
  index.note('one', { type: PODS, namespace: 'test', name: 'a' });
  index.note('list', { type: PODS, namespace: 'test' });
  index.note('all', { type: PODS });
  index.note('cluster', { type: NODES, name: 'a' });

  it.each([
    [{ namespace: 'test', name: 'a' }, PODS, ['all', 'list', 'one']],
    [{ namespace: 'test', name: 'b' }, PODS, ['all', 'list']],
    [{ namespace: 'other', name: 'a' }, PODS, ['all']],
    [{ name: 'a' }, NODES, ['cluster']],
    [{ name: 'b' }, NODES, []],
  ])('%j', (key, type, expected) => {
    expect(concerned(index, key, type)).toEqual(expected);
  });

  it('each reader once, also where it read object and list', () => {
    index.note('list', { type: PODS, namespace: 'test', name: 'a' });
    expect(concerned(index, { namespace: 'test', name: 'a' })).toEqual(['all', 'list', 'one']);
  });
});

describe('forgetting', () => {
  const key = { namespace: 'test', name: 'a' };

  it('a reader that is gone', () => {
    const index = new ReadIndex();
    index.note('one', { type: PODS, ...key });
    index.note('two', { type: PODS, ...key });
    index.forget('one');
    index.forget('never seen');
    expect(concerned(index, key)).toEqual(['two']);
  });

  it('what was not read for many turns, but nothing that was', () => {
    const index = new ReadIndex();
    index.note('one', { type: PODS, namespace: 'test', name: 'once' });
    for (let turn = 0; turn < 20; turn += 1) {
      index.nextTurn('one');
      index.note('one', { type: PODS, ...key });
    }
    expect(concerned(index, key)).toEqual(['one']);
    expect(concerned(index, { namespace: 'test', name: 'once' })).toEqual([]);
  });

  it('nothing as long as the reader rests', () => {
    const index = new ReadIndex();
    index.note('one', { type: PODS, ...key });
    for (let turn = 0; turn < 20; turn += 1) index.nextTurn('other');
    expect(concerned(index, key)).toEqual(['one']);
  });
});

describe('retry pace', () => {
  it('doubles from a second up to the limit, and begins again', () => {
    const pace = new RetryPace();
    expect(Array.from({ length: 6 }, () => pace.nextMs(10_000))).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    pace.reset();
    expect(pace.nextMs(10_000)).toBe(1_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Mirror } from '../../src/cache/mirror.ts';
import { key, WIDGETS } from '../support/widgets.ts';
import type { Widget } from '../support/widgets.ts';

function at(version: number, name = 'a', uid = `uid-${name}`): Widget {
  return { apiVersion: WIDGETS.apiVersion, kind: WIDGETS.kind, metadata: { name, namespace: 'test', uid, resourceVersion: String(version) } };
}

function mirrorOf(version: number, ...objects: Widget[]): Mirror<Widget> {
  const mirror = new Mirror(WIDGETS);
  mirror.replace({ objects, version: String(version) });
  return mirror;
}

describe('a mirror', () => {
  it.each([['an older state', 4], ['the same state', 5]])('keeps what it has when the answer to a write holds %s', (_name, version) => {
    const mirror = mirrorOf(3, at(3));
    mirror.write(at(5));
    mirror.write(at(version));
    expect(mirror.get(key('a'))?.metadata.resourceVersion).toBe('5');
  });

  it('tells of a change that an own write has overtaken, with the newer object and without a past', () => {
    const mirror = mirrorOf(3, at(3));
    mirror.write(at(5));
    const change = mirror.put(at(4));
    expect(change).toMatchObject({ kind: 'updated', object: { metadata: { resourceVersion: '5' } } });
    expect(change).not.toHaveProperty('previous');
  });

  it('does not bring back what a write answers late, after the watch has seen it go', () => {
    const mirror = mirrorOf(3, at(3));
    mirror.drop(at(6));
    mirror.write(at(5));
    expect(mirror.get(key('a'))).toBeUndefined();
  });

  it('does not bring back what we deleted when the watch tells its past', () => {
    const mirror = mirrorOf(3, at(3));
    mirror.bury(key('a'), 'uid-a');
    expect(mirror.put(at(4))).toBeUndefined();
    expect(mirror.drop(at(5))).toBeUndefined();
    expect(mirror.list('test')).toEqual([]);
  });

  it('keeps an object made anew under the name of one that the watch still tells the end of', () => {
    const mirror = mirrorOf(3, at(3));
    mirror.bury(key('a'), 'uid-a');
    mirror.write(at(7, 'a', 'uid-new'));
    expect(mirror.drop(at(5))).toBeUndefined();
    expect(mirror.get(key('a'))?.metadata.uid).toBe('uid-new');
  });

  it('does not bury another object than the one that was deleted', () => {
    const mirror = mirrorOf(3, at(3, 'a', 'uid-new'));
    mirror.bury(key('a'), 'uid-old');
    expect(mirror.get(key('a'))).toBeDefined();
  });

  it('keeps own writes that are newer than a list, and leaves out what we deleted after it was read', () => {
    const mirror = mirrorOf(3, at(3, 'deleted'));
    mirror.write(at(9, 'created'));
    mirror.bury(key('deleted'), 'uid-deleted');
    expect(mirror.replace({ objects: [at(3, 'deleted'), at(6, 'listed')], version: '8' })).toMatchObject([{ version: '6', change: { kind: 'added', key: key('listed') } }]);
    expect(mirror.list(undefined).map(({ metadata }) => metadata.name).sort()).toEqual(['created', 'listed']);
  });

  it('counts its objects and knows how far it has come', () => {
    const mirror = mirrorOf(3, at(2), at(3, 'b'));
    expect(mirror.size).toBe(2);
    mirror.advance('12');
    mirror.advance('11');
    mirror.drop(at(13));
    mirror.drop(at(13));
    expect([mirror.size, mirror.seen]).toEqual([1, '13']);
  });
});

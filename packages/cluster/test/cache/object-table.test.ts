import { describe, expect, it } from '@jest/globals';
import { ObjectTable } from '../../src/cache/object-table.ts';
import { key, widget } from '../support/widgets.ts';

describe('an object table', () => {
  it('finds objects by namespace and name, also those without a namespace', () => {
    const table = new ObjectTable();
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } };
    for (const object of [widget('a', 1, 'one'), widget('a', 2, 'two'), node]) table.put(object);
    expect(table.get(key('a', 'two'))).toMatchObject({ spec: { size: 2 } });
    expect(table.get({ name: 'a' })).toBe(node);
    expect(table.get(key('b', 'one'))).toBeUndefined();
    expect(table.list('one')).toHaveLength(1);
    expect(table.list('three')).toEqual([]);
    expect(table.list(undefined)).toHaveLength(3);
  });

  it('counts each name once', () => {
    const table = new ObjectTable();
    table.put(widget('a', 1));
    table.put(widget('a', 2));
    expect(table.size).toBe(1);
    table.delete(key('a'));
    table.delete(key('a'));
    table.delete(key('a', 'elsewhere'));
    expect(table.size).toBe(0);
    expect(table.list(undefined)).toEqual([]);
  });
});

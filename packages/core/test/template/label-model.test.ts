import { describe, expect, it } from '@jest/globals';
import { labelModel } from '../../src/template/label-model.ts';

const query = { query: '' };
const observer = { successRate: query, duration: { ...query, unit: 'seconds' } } as const;
const model = { name: 'web-1', namespace: 'a.b', target: 'web-1', service: 'shop-x', ingress: 'in_g-1', route: 'r', interval: '1m-', variables: { 'a-b': 'c-d' } };

describe('labelModel', () => {
  it('leaves names as they are', () => {
    expect(labelModel(observer, model)).toBe(model);
    expect(labelModel({ ...observer, names: 'plain' }, model)).toBe(model);
  });

  it('makes words of names, and of nothing else', () => {
    expect(labelModel({ ...observer, names: 'words' }, model)).toEqual({
      name: 'web_1', namespace: 'a_b', target: 'web_1', service: 'shop_x', ingress: 'in_g_1', route: 'r', interval: '1m-', variables: { 'a-b': 'c-d' },
    });
  });
});

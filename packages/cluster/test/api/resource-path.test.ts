import { describe, expect, it } from '@jest/globals';
import { collectionPath, objectPath, resourceName } from '../../src/api/resource-path.ts';
import { CONFIG_MAPS, key, NAMESPACES, WIDGETS } from '../support/widgets.ts';

describe('paths', () => {
  it.each([
    [CONFIG_MAPS, 'test', '/api/v1/namespaces/test/configmaps'],
    [CONFIG_MAPS, undefined, '/api/v1/configmaps'],
    [WIDGETS, 'test', '/apis/test.flagger.app/v1/namespaces/test/widgets'],
    [WIDGETS, '', '/apis/test.flagger.app/v1/widgets'],
    [NAMESPACES, 'ignored', '/api/v1/namespaces'],
  ])('of the collection of %j in %j', (type, namespace, path) => {
    expect(collectionPath(type, namespace)).toBe(path);
  });

  it('of an object keep odd names in their place', () => {
    expect(objectPath(WIDGETS, key('a/../b?c'))).toBe('/apis/test.flagger.app/v1/namespaces/test/widgets/a%2F..%2Fb%3Fc');
  });

  it('name types as RBAC does', () => {
    expect([WIDGETS, CONFIG_MAPS].map(resourceName)).toEqual(['widgets.test.flagger.app', 'configmaps']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { apiError, VersionGoneError } from '../../src/api/api-error.ts';
import { describeRequest } from '../../src/api/api-request.ts';
import type { ApiRequest } from '../../src/api/api-request.ts';

const get: ApiRequest = { verb: 'get', path: '/apis/apps/v1/namespaces/test/deployments/web', resource: 'deployments.apps', namespace: 'test', name: 'web' };
const list: ApiRequest = { verb: 'list', path: '/api/v1/services', resource: 'services' };
const refusal = (reason: string, details?: object): string => JSON.stringify({ kind: 'Status', reason, message: 'said', details });

describe('apiError', () => {
  it.each<{ name: string; request: ApiRequest; status: number; body: string; code: string; message: string }>([
    { name: 'a missing object', request: get, status: 404, body: refusal('NotFound', { name: 'web' }), code: 'NotFound', message: 'get deployments.apps test/web: said' },
    { name: 'a missing type', request: get, status: 404, body: refusal('NotFound', {}), code: 'MissingResourceType', message: 'get deployments.apps test/web: the API server has no resource type deployments.apps in apps/v1; is its CRD installed?' },
    { name: 'a missing group', request: get, status: 404, body: '404 page not found', code: 'MissingResourceType', message: 'get deployments.apps test/web: the API server has no resource type deployments.apps in apps/v1; is its CRD installed?' },
    { name: 'a missing core type', request: list, status: 404, body: '404 page not found', code: 'MissingResourceType', message: 'list services: the API server has no resource type services in v1; is its CRD installed?' },
    { name: 'a name that is taken', request: get, status: 409, body: refusal('AlreadyExists'), code: 'AlreadyExists', message: 'get deployments.apps test/web: said' },
    { name: 'an outdated version', request: get, status: 409, body: refusal('Conflict'), code: 'Conflict', message: 'get deployments.apps test/web: said' },
    { name: 'a broken rule', request: get, status: 422, body: refusal('Invalid'), code: 'Invalid', message: 'get deployments.apps test/web: said' },
    { name: 'a forbidden list', request: list, status: 403, body: refusal('Forbidden'), code: 'ApiForbidden', message: 'list services: said' },
    { name: 'an overload', request: list, status: 429, body: '', code: 'ApiUnavailable', message: 'list services: HTTP 429' },
    { name: 'a proxy in between', request: list, status: 502, body: '<html>Bad Gateway</html>', code: 'ApiUnavailable', message: 'list services: <html>Bad Gateway</html>' },
  ])('names $name', ({ request, status: answered, body, code, message }) => {
    expect(apiError(request, { status: answered, body })).toMatchObject({ name: 'CanaryError', code, message });
  });

  it.each([[410, 'too old'], [504, 'Too large resource version: 9, current: 5']])('tells a version that is gone by %j', (code, message) => {
    expect(apiError(list, { status: code, body: JSON.stringify({ message }) })).toBeInstanceOf(VersionGoneError);
  });

  it('keeps messages short', () => {
    expect(apiError(list, { status: 500, body: 'x'.repeat(100_000) }).message.length).toBeLessThan(1_100);
  });
});

describe('describeRequest', () => {
  it.each<[ApiRequest, string]>([
    [get, 'get deployments.apps test/web'],
    [{ ...list, namespace: 'test' }, 'list services in namespace test'],
    [list, 'list services'],
    [{ verb: 'get', path: '/version', resource: '/version' }, 'get /version'],
    [{ verb: 'get', path: '/api/v1/namespaces/x', resource: 'namespaces', name: 'x' }, 'get namespaces x'],
  ])('of %j', (request, words) => {
    expect(describeRequest(request)).toBe(words);
  });
});

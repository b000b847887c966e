import { describe, expect, it } from '@jest/globals';
import type { ApiRequest, Cluster } from '@flagger/cluster';
import { CanaryError } from '@flagger/sdk';
import { createKubernetesApi } from '../../src/canary/kubernetes-api.ts';

const never = new AbortController().signal;
const asked: ApiRequest[] = [];
const answering = (answer: () => Promise<unknown>): Pick<Cluster, 'request'> => ({
  request: async <T>(request: ApiRequest) => {
    asked.push(request);
    return (await answer()) as T;
  },
});

describe('the Kubernetes API for metric services', () => {
  it.each([['GET', 'get'], ['POST', 'create'], ['DELETE', 'delete']] as const)('%s is %s', async (method, verb) => {
    const api = createKubernetesApi(answering(() => Promise.resolve({ items: [1] })));
    const body = method === 'POST' ? { body: '{"a":1}' } : {};
    expect(await api.send({ method, path: '/apis/x/v1/y', ...body }, never)).toEqual({ status: 200, headers: {}, body: '{"items":[1]}' });
    expect(asked.at(-1)).toMatchObject({ verb, path: '/apis/x/v1/y', ...(method === 'POST' && { body: { a: 1 } }) });
  });

  it.each([['NotFound', 404], ['MissingResourceType', 404], ['ApiForbidden', 403], ['Conflict', 409], ['Invalid', 422]] as const)('%s is the answer %i', async (code, status) => {
    const api = createKubernetesApi(answering(() => Promise.reject(new CanaryError(code, 'later', 'no'))));
    expect(await api.send({ method: 'GET', path: '/apis/x' }, never)).toEqual({ status, headers: {}, body: '{"message":"no"}' });
  });

  it.each([new CanaryError('ApiUnavailable', 'later', 'down'), new Error('bug')])('%s is none', async error => {
    await expect(createKubernetesApi(answering(() => Promise.reject(error))).send({ method: 'GET', path: '/apis/x' }, never)).rejects.toBe(error);
  });
});

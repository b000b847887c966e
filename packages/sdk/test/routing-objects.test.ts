import { describe, expect, it } from '@jest/globals';
import { apexRouteMeta, getExisting, GITOPS_MARKERS, updateChanged, withDesired } from '@flagger/sdk';
import type { Manifest, ObjectReader, ResourceType, RouteSubject } from '@flagger/sdk';

interface Route extends Manifest {
  readonly spec?: { readonly weight: number };
}

const { signal } = new AbortController();
const ROUTES: ResourceType<Route> = { apiVersion: 'mesh.example/v1', kind: 'Route', plural: 'routes', namespaced: true };
const route = (weight: number, metadata: Partial<Manifest['metadata']> = {}): Route => ({ apiVersion: ROUTES.apiVersion, kind: ROUTES.kind, metadata: { name: 'web', namespace: 'prod', ...metadata }, spec: { weight } });

describe('withDesired', () => {
  it.each([
    ['nothing differs', {}, {}],
    ['empty and absent are the same', { labels: {}, annotations: {} }, {}],
    ['only what the API server adds differs', { uid: 'u', resourceVersion: '7', labels: { a: 'b' } }, { labels: { a: 'b' } }],
  ])('gives the very same object where %s', (_, live, desired) => {
    const object = route(1, live);
    expect(withDesired(object, route(1, desired))).toBe(object);
  });

  it('takes over labels, annotations and spec, and keeps the rest', () => {
    const live = { ...route(1, { uid: 'u', resourceVersion: '7', labels: { foreign: 'x' }, annotations: { foreign: 'x' } }), status: 'valid' };
    expect(withDesired(live, { ...route(2, { annotations: { a: 'b' } }), status: 'new' })).toEqual({ ...route(2, { uid: 'u', resourceVersion: '7', annotations: { a: 'b' } }), status: 'valid' });
  });
});

describe('getExisting', () => {
  const reader = (found?: Route): ObjectReader => ({ get: async <T extends Manifest>() => found as T | undefined, list: async () => [] });

  it('gives the object', async () => {
    expect(await getExisting(reader(route(1)), ROUTES, { namespace: 'prod', name: 'web' }, signal)).toEqual(route(1));
  });

  it.each([
    [ROUTES, 'Route web.prod get query error: routes.mesh.example "web" not found'],
    [{ ...ROUTES, namespaced: false }, 'Route web get query error: routes.mesh.example "web" not found'],
  ])('says what is not there', async (type, message) => {
    await expect(getExisting(reader(), type, { namespace: 'prod', name: 'web' }, signal)).rejects.toMatchObject({ code: 'NotFound', retry: 'later', message });
  });
});

describe('updateChanged', () => {
  it.each([[1, 0], [2, 1]])('from weight 1 to %d writes %d times', async (weight, times) => {
    const written: Manifest[] = [];
    const update = async <T extends Manifest>(_: ResourceType<T>, object: T): Promise<T> => {
      written.push(object);
      return object;
    };
    const never = (): never => {
      throw new Error('not to be called');
    };
    await updateChanged({ update, create: never, patch: never, patchStatus: never, remove: never }, ROUTES, { live: route(1), next: route(weight) }, signal);
    expect(written).toHaveLength(times);
  });
});

describe('apexRouteMeta', () => {
  const subject = (namespace?: string): RouteSubject => ({
    canary: {
      apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'web', uid: 'u', ...(namespace !== undefined && { namespace }) },
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, service: { name: 'shop', port: 80, apex: { labels: { tier: 'front' } } }, analysis: {} },
    },
    target: { labelKey: 'app', labelValue: 'web', ports: [] },
  });

  it('is called after the apex Service, and may be owned by the canary', () => {
    expect(apexRouteMeta(subject('prod'), { ownerReferences: true })).toMatchObject({ name: 'shop', namespace: 'prod', labels: { tier: 'front', app: 'shop' }, ownerReferences: [{ name: 'web', uid: 'u' }] });
    expect(Object.keys(apexRouteMeta(subject(), { ownerReferences: false }))).toEqual(['name', 'labels', 'annotations']);
  });

  it('has nothing of what others write on the apex Service', () => {
    const { canary, target } = subject('prod');
    const service = { port: 80, ...canary.spec.service, unmanagedMetadata: { labels: ['mine'], annotations: ['mine'] } };
    const { labels, annotations } = apexRouteMeta({ canary: { ...canary, spec: { ...canary.spec, service } }, target }, { ownerReferences: true });
    expect([labels, annotations]).toEqual([{ tier: 'front', app: 'shop' }, GITOPS_MARKERS]);
  });
});

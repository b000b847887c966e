import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ResourceType, RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, splitAt } from '@flagger/testkit';
import plugin, { V1BETA1, V1BETA2 } from '../src/index.ts';
import type { AppMeshObject, RoutesObject } from '../src/appmesh-types.ts';
import { routerSubject, subject } from './subject.ts';
import type { SubjectFields } from './subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };
const OBJECTS = V1BETA2.render(subject(), splitAt(0), true);
const typeOf = (kind: string): ResourceType<AppMeshObject> => {
  const found = OBJECTS.find(({ type }) => type.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found.type;
};

let lab: RouterLab;
let router: Router;

beforeAll(async () => {
  lab = await RouterLab.start(routerSubject(V1BETA2), { crds: true });
});

beforeEach(async () => {
  await lab.reset(signal);
  ({ router } = lab);
});

afterAll(() => lab.close());

const live = (kind: string, name = 'podinfo'): AppMeshObject => {
  const found = lab.api.store.get<AppMeshObject>(typeOf(kind), { ...key, name });
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const reconciled = async (fields: SubjectFields = {}): Promise<RouteSubject> => {
  await router.reconcile(subject(fields), signal);
  lab.api.requests.reset();
  return subject(fields);
};

describe('reconcile', () => {
  it('keeps live weights when other fields change', async () => {
    await router.setTraffic(await reconciled(), splitAt(30), signal);
    await router.reconcile(subject({ service: { timeout: '5s' } }), signal);
    expect(live('VirtualRouter')).toMatchObject({ spec: { routes: [{ httpRoute: { timeout: { perRequest: { value: 5000 } }, action: { weightedTargets: [{ weight: 30 }, { weight: 70 }] } } }] } });
  });

  it("leaves what AWS's controller writes", async () => {
    const input = await reconciled();
    const aws = { awsName: 'podinfo_test', meshRef: { name: 'global', uid: 'u' } };
    for (const { type, object } of OBJECTS) await lab.cluster.store.patch(type, { ...key, name: object.metadata.name }, { metadata: { finalizers: ['finalizers.appmesh.k8s.aws/x'] }, spec: aws }, signal);
    lab.api.requests.reset();
    await router.reconcile(input, signal);
    expect(lab.api.requests.total).toBe(0);
    await router.reconcile(subject({ service: { timeout: '5s', hosts: ['a.example'] } }), signal);
    expect(['VirtualRouter', 'VirtualService'].map(kind => live(kind).spec)).toMatchObject([aws, aws]);
    expect(live('VirtualNode', 'podinfo-canary')).toMatchObject({ metadata: { finalizers: ['finalizers.appmesh.k8s.aws/x'] }, spec: aws });
    for (const { type, object } of OBJECTS) await lab.cluster.store.patch(type, { ...key, name: object.metadata.name }, { metadata: { finalizers: null } }, signal);
  });

  it('mends nodes and services, and makes again what is missing', async () => {
    const input = await reconciled({ service: { hosts: ['a.example'] } });
    lab.api.store.remove(typeOf('VirtualService'), { ...key, name: 'podinfo-canary' });
    await lab.settle(signal);
    await lab.cluster.store.patch(typeOf('VirtualService'), key, { metadata: { annotations: { foreign: 'x', 'gateway.appmesh.k8s.aws/domain': 'other,' } } }, signal);
    await lab.cluster.store.patch(typeOf('VirtualNode'), { ...key, name: 'podinfo-primary' }, { metadata: { annotations: { foreign: 'x' } }, spec: { backends: [] } }, signal);
    await router.reconcile(input, signal);
    expect(live('VirtualService', 'podinfo-canary').metadata.ownerReferences).toHaveLength(1);
    expect(live('VirtualService').metadata.annotations).toEqual({ foreign: 'x', 'gateway.appmesh.k8s.aws/domain': 'a.example,', 'gateway.appmesh.k8s.aws/expose': 'true' });
    expect(live('VirtualNode', 'podinfo-primary').metadata.annotations).not.toHaveProperty('foreign');
    expect(live('VirtualNode', 'podinfo-primary').spec).not.toHaveProperty('backends');
  });

  it('follows the labels of the apex Service', async () => {
    await reconciled({ service: { apex: { labels: { team: 'a' } } } });
    await router.reconcile(subject({ service: { apex: { labels: { team: 'b' } } } }), signal);
    expect(live('VirtualNode', 'podinfo-canary').metadata.labels).toEqual({ team: 'b' });
    expect(lab.api.requests.writes).toHaveLength(2);
  });
});

describe('traffic', () => {
  it('changes the first action and nothing else', async () => {
    const input = await reconciled({ analysis: { iterations: 2, match: [{ headers: { a: { exact: 'b' } } }] } });
    await lab.cluster.store.patch(typeOf('VirtualRouter'), key, { spec: { listeners: [{ portMapping: { port: 1, protocol: 'http' } }] } }, signal);
    const before: RoutesObject = live('VirtualRouter');
    await router.setTraffic(input, splitAt(100), signal);
    const after = live('VirtualRouter');
    expect(after.spec).toMatchObject({ listeners: before.spec?.['listeners'], routes: [{ name: 'podinfo-a', httpRoute: { action: { weightedTargets: [{ weight: 100 }, { weight: 0 }] } } }, before.spec?.routes?.[1]] });
  });

  it('a missing router is told', async () => {
    const message = 'VirtualRouter podinfo.test get query error: virtualrouters.appmesh.k8s.aws "podinfo" not found';
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({ code: 'NotFound', message });
    await expect(router.setTraffic(subject(), splitAt(1), signal)).rejects.toMatchObject({ code: 'NotFound', message });
  });

  it.each([
    ['no routes', []],
    ['another kind of route', [{ name: 'podinfo', tcpRoute: { action: { weightedTargets: [{ virtualNodeRef: { name: 'podinfo-canary' }, weight: 1 }] } } }]],
  ])('%s are told', async (_, routes) => {
    const input = await reconciled();
    await lab.cluster.store.patch(typeOf('VirtualRouter'), key, { spec: { routes } }, signal);
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({ code: 'Invalid', message: 'VirtualRouter podinfo.test does not contain routes for podinfo-primary and podinfo-canary' });
    await expect(router.setTraffic(input, splitAt(1), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'VirtualRouter podinfo.test has no HTTP route to change' });
  });

  it('without any weight is told', async () => {
    const input = await reconciled();
    await router.setTraffic(input, { primary: 0, canary: 0, mirrored: false }, signal);
    await expect(router.getTraffic(input, signal)).rejects.toMatchObject({ code: 'Invalid' });
  });
});

describe('providers', () => {
  it('are two, made before the pods', () => {
    expect(plugin.providers.map(({ names, capabilities: { requires, reconcileBefore } }) => [names, requires, reconcileBefore])).toEqual([
      [V1BETA1.names, ['spec.service.meshName'], 'primary-workload'], [V1BETA2.names, [], 'primary-workload'],
    ]);
  });
});

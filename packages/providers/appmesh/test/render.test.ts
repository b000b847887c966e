import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanaryService } from '@flagger/sdk';
import { splitAt } from '@flagger/testkit';
import { V1BETA1, V1BETA2 } from '../src/index.ts';
import type { RoutesObject } from '../src/appmesh-types.ts';
import type { AppMeshVersion } from '../src/appmesh-version.ts';
import { readTraffic } from '../src/read-traffic.ts';
import { subject } from './subject.ts';
import type { SubjectFields } from './subject.ts';

const VERSIONS = [V1BETA1, V1BETA2];
const render = (version: AppMeshVersion, fields: SubjectFields = {}, canary = 0) => version.render(subject(fields), splitAt(canary), true).map(({ object }) => object);
const find = (version: AppMeshVersion, kind: string, name: string, fields: SubjectFields = {}, canary = 0) => {
  const found = render(version, fields, canary).find(object => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const node = (version: AppMeshVersion, service: Partial<CanaryService>) => find(version, 'VirtualNode', 'podinfo-primary', { service }).spec;
const apexOf = (version: AppMeshVersion, fields: SubjectFields = {}, canary = 0): RoutesObject => find(version, version.routesType.kind, version.routesName(subject().canary), fields, canary);
const routeOf = (version: AppMeshVersion, fields: SubjectFields = {}) => apexOf(version, fields).spec?.routes?.map(route => route[version.dialect.field]);

describe('objects', () => {
  it('of v1beta1 are three nodes and two services', () => {
    expect(render(V1BETA1).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'VirtualNode podinfo', 'VirtualNode podinfo-primary', 'VirtualNode podinfo-canary', 'VirtualService podinfo.test', 'VirtualService podinfo-canary.test',
    ]);
    expect(find(V1BETA1, 'VirtualNode', 'podinfo').spec).toEqual({
      meshName: 'global', listeners: [{ portMapping: { port: 80, protocol: 'http' } }], serviceDiscovery: { dns: { hostName: 'podinfo-primary.test' } },
    });
  });

  it('of v1beta1 name a mesh', () => {
    expect(find(V1BETA1, 'VirtualService', 'podinfo.test', { service: { timeout: '1s', retries: {} } }, 40).spec).toEqual({
      meshName: 'global',
      virtualRouter: { name: 'podinfo', listeners: [{ portMapping: { port: 80, protocol: 'http' } }] },
      routes: [{
        name: 'podinfo',
        http: {
          match: { prefix: '/' }, retryPolicy: { perRetryTimeoutMillis: 250, maxRetries: 1, httpRetryEvents: ['gateway-error'] },
          action: { weightedTargets: [{ virtualNodeName: 'podinfo-canary', weight: 40 }, { virtualNodeName: 'podinfo-primary', weight: 60 }] },
        },
      }],
    });
  });

  it.each(VERSIONS)('the canary can be reached alone at any split', version => {
    const alone = render(version, {}, 30).find(({ kind, metadata }) => kind === version.routesType.kind && metadata.name.startsWith('podinfo-canary')) as RoutesObject;
    expect(readTraffic(alone, subject().canary)).toEqual(splitAt(100));
    expect(alone.spec?.routes?.[0]?.name).toBe('podinfo-canary');
  });

  it.each(VERSIONS)('nodes carry the labels and annotations of the apex Service, and never the label that selects pods', version => {
    const apex = { labels: { team: 'a' }, annotations: { note: 'b' } };
    expect(find(version, 'VirtualNode', 'podinfo-canary', { service: { apex } }).metadata).toMatchObject({ labels: { team: 'a' }, annotations: { note: 'b', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' } });
    expect(find(version, 'VirtualNode', 'podinfo-canary', { service: { apex } }).metadata.labels).toEqual({ team: 'a' });
    expect(apexOf(version, { service: { apex } }).metadata).toEqual({ name: version.routesName(subject().canary), namespace: 'test', ownerReferences: [expect.anything()] });
  });

  it.each(VERSIONS)('are owned by nobody where the canary is elsewhere', version => {
    expect(version.render(subject(), splitAt(0), false).flatMap(({ object }) => object.metadata.ownerReferences ?? [])).toEqual([]);
  });
});

describe('nodes', () => {
  it.each([[{}, 80], [{ targetPort: 9898 }, 9898], [{ targetPort: 0 }, 80], [{ targetPort: 'http' }, 80]])('of v1beta2 listen with %j on %d', (service, port) => {
    expect(node(V1BETA2, service)).toMatchObject({ listeners: [{ portMapping: { port, protocol: 'http' } }] });
  });

  it('of v1beta1 listen on the port of the service', () => {
    expect(node(V1BETA1, { targetPort: 9898, portName: 'grpc-web' })).toMatchObject({ listeners: [{ portMapping: { port: 80, protocol: 'grpc' } }] });
  });

  it('select pods by the value of their label', () => {
    const named = { ...subject(), target: { labelKey: 'app.kubernetes.io/name', labelValue: 'shop', ports: [] } };
    const selectors = V1BETA2.render(named, splitAt(0), true).flatMap(({ object }) => (object.kind === 'VirtualNode' ? [object.spec?.['podSelector']] : []));
    expect(selectors).toEqual([{ matchLabels: { 'app.kubernetes.io/name': 'shop-primary' } }, { matchLabels: { 'app.kubernetes.io/name': 'shop' } }]);
  });

  it('need a label that selects pods', () => {
    expect(() => V1BETA2.render({ ...subject(), target: { labelKey: '', labelValue: '', ports: [] } }, splitAt(0), true)).toThrow('Deployment podinfo selects no pods by a label; App Mesh needs a Deployment or a DaemonSet');
  });

  it('know their backends', () => {
    expect(node(V1BETA1, { backends: ['backend.test'] })).toMatchObject({ backends: [{ virtualService: { virtualServiceName: 'backend.test' } }] });
    expect(node(V1BETA2, { backends: ['backend', 'arn:aws:appmesh:x'] })).toMatchObject({ backends: [{ virtualService: { virtualServiceRef: { name: 'backend' } } }, { virtualService: { virtualServiceARN: 'arn:aws:appmesh:x' } }] });
  });

  it.each(VERSIONS)('log where the canary asks for it', version => {
    const logging = { accessLog: { file: { path: '/dev/stdout' } } };
    expect(find(version, 'VirtualNode', 'podinfo-canary', { annotations: { 'appmesh.flagger.app/accesslog': 'enabled' } }).spec).toMatchObject({ logging });
    expect(find(version, 'VirtualNode', 'podinfo-canary', { annotations: { 'appmesh.flagger.app/accesslog': 'no' } }).spec).not.toHaveProperty('logging');
  });
});

describe('routes', () => {
  it.each([['30s', { perRequest: { unit: 'ms', value: 30_000 } }], ['soon', undefined], ['', undefined]])('with a timeout of "%s" have %j', (timeout, expected) => {
    expect(routeOf(V1BETA2, { service: { timeout } })?.[0]?.timeout).toEqual(expected);
  });

  it.each([
    [{ attempts: 3, perTryTimeout: '5s', retryOn: 'gateway-error,client-error' }, { maxRetries: 3, perRetryTimeout: { unit: 'ms', value: 5000 }, httpRetryEvents: ['gateway-error', 'client-error'] }],
    [{ attempts: 0, perTryTimeout: '5xx', retryOn: '' }, { maxRetries: 1, perRetryTimeout: { unit: 'ms', value: 250 }, httpRetryEvents: ['gateway-error'] }],
  ])('with %j are retried', (retries, retryPolicy) => {
    expect(routeOf(V1BETA2, { service: { retries } })?.[0]?.retryPolicy).toEqual(retryPolicy);
  });

  it('have no spaces around events', () => {
    expect(routeOf(V1BETA2, { service: { retries: { retryOn: 'gateway-error, client-error' } } })?.[0]?.retryPolicy).toMatchObject({ httpRetryEvents: ['gateway-error', 'client-error'] });
  });

  it.each(VERSIONS)('take the prefix of the first match', version => {
    expect(routeOf(version, { service: { match: [{ uri: { prefix: '/api' } }, { uri: { prefix: '/b' } }] } })?.[0]?.match).toEqual({ prefix: '/api' });
    expect(routeOf(version, { service: { match: [{ uri: { exact: '/api' } }] } })?.[0]?.match).toEqual({ prefix: '/' });
  });
});

describe('A/B testing', () => {
  const match = [{ headers: { 'x-canary': { exact: 'insider', regex: '' } } }, { headers: { agent: { prefix: 'a' }, 'x-b': { suffix: 'z' } } }];
  const analysis = { iterations: 2, match };

  it.each(VERSIONS)('testers have all headers, the others a route of their own', version => {
    const routes = apexOf(version, { analysis }, 100).spec?.routes ?? [];
    expect(routes.map(({ name, priority }) => [name, priority])).toEqual([['podinfo-a', 10], ['podinfo-b', 20]]);
    expect(routeOf(version, { analysis })?.map(route => route?.match)).toEqual([
      { prefix: '/', headers: [{ name: 'agent', match: { prefix: 'a' } }, { name: 'x-b', match: { suffix: 'z' } }, { name: 'x-canary', match: { exact: 'insider' } }] },
      { prefix: '/' },
    ]);
    expect(routeOf(version, { analysis })?.[1]?.action).toEqual({ weightedTargets: [version.dialect.writeTarget('podinfo-primary', 100)] });
    expect(readTraffic(apexOf(version, { analysis }, 100), subject().canary)).toEqual(splitAt(100));
  });

  it.each(VERSIONS)('testers without a header are no reason to send everybody to the canary', version => {
    expect(() => render(version, { analysis: { iterations: 2, match: [{ queryParams: { v: { exact: '2' } } }] } })).toThrow('spec.analysis.match has no headers; App Mesh knows testers by nothing else');
  });
});

describe('gateways', () => {
  const annotations = (version: AppMeshVersion, service: Partial<CanaryService>) =>
    find(version, 'VirtualService', version === V1BETA1 ? 'podinfo.test' : 'podinfo', { service }).metadata.annotations;

  it.each(VERSIONS)('learn of the service by annotations', version => {
    expect(annotations(version, { hosts: ['a.example', 'b.example'], timeout: '30s', retries: { attempts: 5 } })).toEqual({
      'gateway.appmesh.k8s.aws/expose': 'true', 'gateway.appmesh.k8s.aws/domain': 'a.example,b.example,', 'gateway.appmesh.k8s.aws/timeout': '30s', 'gateway.appmesh.k8s.aws/retries': '5',
    });
  });

  it.each(VERSIONS)('learn nothing of a service without hosts', version => {
    expect(annotations(version, { timeout: '30s', retries: { attempts: 5 } })).toBeUndefined();
    expect(annotations(version, { hosts: ['a.example'], retries: {} })).toEqual({ 'gateway.appmesh.k8s.aws/expose': 'true', 'gateway.appmesh.k8s.aws/domain': 'a.example,' });
  });
});

it('any split is read back as it was written', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.constantFrom(...VERSIONS), (canary, version) => {
    expect(readTraffic(apexOf(version, {}, canary), subject().canary)).toEqual(splitAt(canary));
  }));
});

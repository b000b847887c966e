import { describe, expect, it } from '@jest/globals';
import type { CanaryService } from '@flagger/sdk';
import { renderHttpRoute, V1_GRPC } from '../src/index.ts';
import type { HttpRoute } from '../src/gateway-api-types.ts';
import { split, subject } from './subject.ts';

const render = (service: Partial<CanaryService> = {}, fields: Parameters<typeof subject>[0] = {}): HttpRoute & Required<Pick<HttpRoute, 'spec'>> =>
  renderHttpRoute(subject({ ...fields, service }), split(30), { version: V1_GRPC, ownerReferences: true });

describe('gRPC', () => {
  it('goes by a GRPCRoute', () => {
    const { apiVersion, kind, spec } = render();
    expect([apiVersion, kind]).toEqual(['gateway.networking.k8s.io/v1', 'GRPCRoute']);
    expect(spec.rules).toEqual([{ backendRefs: [expect.objectContaining({ name: 'podinfo-primary', weight: 70 }), expect.objectContaining({ name: 'podinfo-canary', weight: 30 })] }]);
  });

  it.each([
    [{ exact: '/shop.Cart/Add' }, { type: 'Exact', service: 'shop.Cart', method: 'Add' }],
    [{ prefix: '/shop.Cart/' }, { type: 'Exact', service: 'shop.Cart' }],
    [{ prefix: '/shop.Cart' }, { type: 'Exact', service: 'shop.Cart' }],
  ])('knows the method of %j', (uri, method) => {
    expect(render({ match: [{ uri }] }).spec.rules?.[0]?.matches).toEqual([{ method }]);
  });

  it('knows testers by headers, and with them by the method', () => {
    const { spec } = render({ match: [{ uri: { prefix: '/shop.Cart/' } }] }, { analysis: { iterations: 1, match: [{ headers: { 'x-insider': { exact: 'yes' } } }] } });
    const headers = [{ type: 'Exact', name: 'x-insider', value: 'yes' }];
    expect(spec.rules?.map(({ matches }) => matches)).toEqual([[{ method: { type: 'Exact', service: 'shop.Cart' }, headers }], [{ method: { type: 'Exact', service: 'shop.Cart' } }]]);
    expect(render({}, { analysis: { iterations: 1, match: [{ headers: { 'x-insider': { exact: 'yes' } } }] } }).spec.rules?.[0]?.matches).toEqual([{ headers }]);
  });

  it.each<[string, Partial<CanaryService>]>([
    ['spec.service.match[0].uri', { match: [{ uri: { exact: '/shop.Cart' } }] }],
    ['spec.service.match[0].uri', { match: [{ uri: { prefix: '/shop.Cart/Add' } }] }],
    ['spec.service.match[0].uri', { match: [{ uri: { regex: '.*' } }] }],
    ['spec.service.match[0].method', { match: [{ method: { exact: 'POST' } }] }],
    ['spec.service.match[0].queryParams', { match: [{ queryParams: { a: { exact: 'b' } } }] }],
    ['spec.service.rewrite', { rewrite: { uri: '/' } }],
    ['spec.service.timeout', { timeout: '5s' }],
  ])('refuses what it has no words for: %s', (field, service) => {
    expect(() => render(service)).toThrow(`${field} can't be said in a GRPCRoute`);
  });

  it('has no sticky sessions', () => {
    const analysis = { stepWeight: 10, sessionAffinity: { cookieName: 'sticky' } };
    expect(render({}, { analysis, status: { sessionAffinityCookie: 'sticky=abc' } }).spec.rules).toHaveLength(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { sampleSubject, splitAt } from '@flagger/testkit';
import fc from 'fast-check';
import type { ApisixHttpRule, ApisixRoute } from '../src/apisix-types.ts';
import { renderApisixRoute } from '../src/index.ts';
import { liveTraffic, withTraffic } from '../src/route-traffic.ts';
import { source, withRoute } from './apisix-subject.ts';

const { canary } = sampleSubject({ spec: withRoute });
const render = (route: ApisixRoute = source, percent = 0) => renderApisixRoute(canary, { source: route, traffic: splitAt(percent) }, { ownerReferences: true });
const withRules = (...http: readonly ApisixHttpRule[]): ApisixRoute => ({ ...source, spec: { http } });
const rule = (name: string, ...services: readonly string[]): ApisixHttpRule => ({ name, backends: services.map(serviceName => ({ serviceName, servicePort: 'http' })) });

describe('a generated ApisixRoute', () => {
  it("is called after the user's route and the Service, has its labels and annotations, and goes with the canary", () => {
    expect(render().metadata).toMatchObject({
      namespace: 'test', name: 'shop-podinfo-canary', labels: { app: 'podinfo' }, annotations: { 'k8s.apisix.apache.org/note': 'a' }, ownerReferences: [{ kind: 'Canary', uid: 'uid-1' }],
    });
    const bare = { ...source, metadata: { namespace: 'test', name: 'shop' } };
    expect(renderApisixRoute(canary, { source: bare, traffic: splitAt(0) }, { ownerReferences: false }).metadata).toEqual({ namespace: 'test', name: 'shop-podinfo-canary' });
  });

  it('is made of the first rule that leads to the apex Service', () => {
    expect(render(withRules(rule('other', 'elsewhere', 'x'), { ...rule('ours', 'podinfo'), priority: 3, websocket: true }, rule('again', 'podinfo')), 40).spec.http).toEqual([
      {
        name: 'ours', priority: 10_000, websocket: true,
        backends: [{ serviceName: 'podinfo-primary', servicePort: 'http', weight: 60 }, { serviceName: 'podinfo-canary', servicePort: 'http', weight: 40 }],
      },
    ]);
  });

  it("has whatever else the user's route has", () => {
    const backend = { serviceName: 'podinfo', servicePort: 80, weight: 7, resolveGranularity: 'service', subset: 'v1' };
    const rich = { ...source, spec: { ingressClassName: 'apisix', stream: [{ name: 's' }], http: [{ name: 'all', timeout: { read: '5s' }, plugins: [{ name: 'cors', enable: true }], backends: [backend] }] } };
    expect(render(rich).spec).toMatchObject({
      ingressClassName: 'apisix', stream: [{ name: 's' }],
      http: [{ timeout: { read: '5s' }, plugins: [{ name: 'cors', enable: true }], backends: [{ resolveGranularity: 'service', subset: 'v1', weight: 100 }, { resolveGranularity: 'service', subset: 'v1', weight: 0 }] }],
    });
  });

  it.each([
    ['no rules', withRules(), 'ApisixRoute shop.test has no http rule with backend podinfo'],
    ['no spec', { ...source, spec: undefined } as unknown as ApisixRoute, 'ApisixRoute shop.test has no http rule with backend podinfo'],
    ['a rule without backends', withRules({ name: 'a' }), 'ApisixRoute shop.test has no http rule with backend podinfo'],
    ['backends of others', withRules(rule('a', 'other')), 'ApisixRoute shop.test has no http rule with backend podinfo'],
    ['several backends', withRules(rule('a', 'podinfo', 'other')), 'ApisixRoute shop.test http rule a has 2 backends, only one backend is supported'],
  ])('cannot be made of one with %s', (_, route, message) => {
    expect(() => render(route)).toThrow(message);
  });

  it('cannot be made without a route', () => {
    expect(() => renderApisixRoute(sampleSubject().canary, { source, traffic: splitAt(0) }, { ownerReferences: true })).toThrow('apisix route selector is empty');
  });

  it('edited by hand gives the canary what the primary leaves of 100', () => {
    const edited = renderApisixRoute(canary, { source, traffic: { primary: 60, canary: 7, mirrored: false } }, { ownerReferences: true });
    expect(liveTraffic(edited, canary)).toEqual(splitAt(40));
  });

  it('is read as it was written, and a change of the split makes what rendering it makes', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, (from, to) => {
        expect(liveTraffic(render(source, from), canary)).toEqual(splitAt(from));
        expect(withTraffic(render(source, from), canary, splitAt(to))).toEqual(render(source, to));
      }),
    );
  });
});

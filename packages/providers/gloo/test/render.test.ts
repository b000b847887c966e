import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleSubject, splitAt } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import { renderRouteTable, renderUpstream } from '../src/index.ts';
import { UPSTREAMS } from '../src/gloo-types.ts';
import type { Upstream } from '../src/gloo-types.ts';
import { readTraffic } from '../src/read-traffic.ts';

const routes = (fields: SampleFields, canary = 0) => renderRouteTable(sampleSubject(fields), splitAt(canary), true).spec.routes ?? [];
const upstream = (role: string) => ({ destination: { upstream: { name: `test-podinfo-${role}upstream-80`, namespace: 'test' } } });
const testing = (...match: NonNullable<SampleFields['analysis']>['match'] & object[]): SampleFields => ({ analysis: { iterations: 2, match } });

describe('the RouteTable', () => {
  it('says no weight of 0', () => {
    expect(routes({}, 100)).toEqual([{ inheritablePathMatchers: true, routeAction: { multi: { destinations: [upstream('primary'), { ...upstream('canary'), weight: 100 }] } } }]);
  });

  it('lets testers in who have all headers, and leaves the others on the primary', () => {
    expect(routes(testing({ headers: { 'x-b': { exact: '2' } } }, { headers: { agent: { regex: '.*X.*' } }, queryParams: { v: { exact: '2' } } }), 100)).toEqual([
      {
        inheritablePathMatchers: true, matchers: [{ headers: [{ name: 'agent', value: '.*X.*', regex: true }, { name: 'x-b', value: '2' }] }],
        routeAction: { multi: { destinations: [upstream('primary'), { ...upstream('canary'), weight: 100 }] } },
      },
      { inheritablePathMatchers: true, routeAction: { multi: { destinations: [{ ...upstream('primary'), weight: 100 }] } } },
    ]);
  });

  it.each([
    [{ headers: { a: { prefix: 'b' } } }, "spec.analysis.match[0].headers.a can't be said in a RouteTable; allowed is exact or regex, and not empty"],
    [{ queryParams: { a: { exact: 'b' } } }, 'spec.analysis.match has no headers; Gloo knows testers by nothing else'],
  ])("testers that can't be said are no reason to let everybody in: %j", (match, message) => {
    expect(() => routes(testing(match))).toThrow(message);
  });

  it('is read back as it was written', () => {
    const fields = fc.constantFrom<SampleFields>({}, testing({ headers: { a: { exact: 'b' } } }), { service: { name: 'shop', port: 8080 } });
    fc.assert(fc.property(fields, fc.integer({ min: 0, max: 100 }), (given, canary) => {
      expect(readTraffic(renderRouteTable(sampleSubject(given), splitAt(canary), true), sampleSubject(given).canary)).toEqual(splitAt(canary));
    }));
  });
});

describe('an Upstream', () => {
  const config = (spec: Record<string, unknown>): Upstream => ({ apiVersion: UPSTREAMS.apiVersion, kind: UPSTREAMS.kind, metadata: { name: 'config' }, spec });
  const parts = { role: 'canary', selector: { app: 'podinfo' }, ownerReferences: false } as const;

  it('leads to the Service of its role', () => {
    expect(renderUpstream(sampleSubject({ service: { name: 'shop', port: 8080 } }).canary, { ...parts, config: undefined })).toEqual({
      apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', metadata: { namespace: 'test', name: 'test-shop-canaryupstream-8080' },
      spec: { kube: { serviceName: 'shop-canary', serviceNamespace: 'test', servicePort: 8080, selector: { app: 'podinfo' } } },
    });
  });

  it('copies what can be tuned, and nothing else', () => {
    const tuned = {
      sslConfig: { sni: 'a' }, circuitBreakers: { maxRetries: 1 }, connectionConfig: { connectTimeout: '5s' }, loadBalancerConfig: { random: {} }, useHttp2: true,
      initialStreamWindowSize: 1, initialConnectionWindowSize: 2, httpProxyHostname: 'p',
    };
    const { spec } = renderUpstream(sampleSubject().canary, { ...parts, config: config({ ...tuned, kube: { serviceName: 'other' }, static: {} }) });
    expect(spec).toEqual({ kube: { serviceName: 'podinfo-canary', serviceNamespace: 'test', servicePort: 80, selector: { app: 'podinfo' } }, ...tuned });
  });

  it('of a Service without a selector has none', () => {
    expect(renderUpstream(sampleSubject().canary, { ...parts, selector: {}, config: undefined }).spec?.kube).not.toHaveProperty('selector');
  });
});

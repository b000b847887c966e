import { describe, expect, it } from '@jest/globals';
import type { AnalysisMatch } from '@flagger/sdk';
import { sampleSubject, splitAt } from '@flagger/testkit';
import type { SampleFields } from '@flagger/testkit';
import fc from 'fast-check';
import type { ProxyService } from '../src/contour-types.ts';
import { renderHttpProxy } from '../src/index.ts';
import { liveTraffic } from '../src/read-traffic.ts';

const render = (fields: SampleFields, canary = 0, ingressClass = '') => renderHttpProxy(sampleSubject(fields), splitAt(canary), { ownerReferences: true, ingressClass });
const routes = (fields: SampleFields, canary = 0) => render(fields, canary).spec.routes ?? [];
const testing = (match: readonly AnalysisMatch[]): SampleFields => ({ service: { match: [{ uri: { prefix: '/app' } }] }, analysis: { iterations: 2, match } });
const weights = (services: readonly ProxyService[] = []) => services.map(({ weight }) => weight);

describe('an HTTPProxy', () => {
  it('is of the class that the operator was given', () => {
    expect(render({}, 0, 'contour').spec.ingressClassName).toBe('contour');
    expect(render({}).spec).not.toHaveProperty('ingressClassName');
  });

  it('is owned by the canary, unless it lives in another cluster', () => {
    expect(render({}).metadata.ownerReferences).toHaveLength(1);
    expect(renderHttpProxy(sampleSubject(), splitAt(0), { ownerReferences: false, ingressClass: '' }).metadata).not.toHaveProperty('ownerReferences');
  });

  it.each([
    [undefined, '/'],
    [[{ method: { exact: 'GET' } }], '/'],
    [[{ uri: { exact: '/a' } }], '/'],
    [[{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }], '/a'],
  ])('for %j takes the prefix %s', (match, prefix) => {
    expect(routes({ service: { ...(match && { match }) } })[0]?.conditions).toEqual([{ prefix }]);
  });

  it('has a timeout, and lets streams rest for five minutes', () => {
    expect(routes({ service: { timeout: '15s' } })[0]?.timeoutPolicy).toEqual({ response: '15s', idle: '5m' });
    expect(routes({})[0]).not.toHaveProperty('timeoutPolicy');
  });

  it.each([
    ['with conditions', { attempts: 3, perTryTimeout: '5s', retryOn: '5xx, gateway-error' }, { count: 3, perTryTimeout: '5s', retryOn: ['5xx', 'gateway-error'] }],
    ['without conditions', { attempts: 3 }, { count: 3 }],
    ['without a number', { retryOn: '5xx' }, { count: 0, retryOn: ['5xx'] }],
  ])('retries %s', (_, retries, policy) => {
    expect(routes({ service: { retries } })[0]?.retryPolicy).toEqual(policy);
  });

  it('leaves a weight of nothing out', () => {
    expect(weights(routes({}, 0)[0]?.services)).toEqual([100, undefined]);
    expect(weights(routes({}, 100)[0]?.services)).toEqual([undefined, 100]);
  });

  it('names the port and the namespace to Linkerd', () => {
    expect(routes({ service: { name: 'shop', port: 8080 } })[0]?.services?.[1]?.requestHeadersPolicy?.set).toEqual([
      { name: 'l5d-dst-override', value: 'shop-canary.test.svc.cluster.local:8080' },
    ]);
  });
});

describe('A/B testing', () => {
  it.each([
    ['exactly', { exact: 'insider' }, { exact: 'insider' }],
    ['by prefix', { prefix: 'ins' }, { contains: 'ins' }],
    ['by suffix', { suffix: 'der' }, { contains: 'der' }],
    ['by regular expression', { regex: '^(.*?;)?(canary=always)(;.*)?$' }, { regex: '^(.*?;)?(canary=always)(;.*)?$' }],
    ['by being there', {}, {}],
  ])('matches a header %s', (_, match, condition) => {
    expect(routes(testing([{ headers: { 'x-canary': match } }]))[0]?.conditions).toEqual([{ prefix: '/app', header: { name: 'x-canary', ...condition } }]);
  });

  it('makes one route for each match, and asks for all conditions of a match, in the order of names', () => {
    const match = [{ headers: { b: { exact: '1' }, a: { exact: '2' } }, queryParams: { q: { exact: '3' } } }, { headers: { c: { exact: '4' } } }];
    expect(routes(testing(match)).map(({ conditions }) => conditions)).toEqual([
      [{ prefix: '/app', header: { name: 'a', exact: '2' } }, { header: { name: 'b', exact: '1' } }, { queryParameter: { name: 'q', exact: '3' } }],
      [{ prefix: '/app', header: { name: 'c', exact: '4' } }],
      [{ prefix: '/app' }],
    ]);
  });

  it('leaves everybody else on the primary', () => {
    const both = routes({ ...testing([{ headers: { a: { exact: 'b' } } }]), service: { timeout: '5s' } }, 100);
    expect(both.map(({ services }) => weights(services))).toEqual([[undefined, 100], [100, undefined]]);
    expect(both.map(({ timeoutPolicy }) => timeoutPolicy?.response)).toEqual(['5s', '5s']);
  });

  it('refuses a match that Contour does not know, which would let everybody in', () => {
    expect(() => routes(testing([{ headers: { a: { exact: 'b' } } }, { sourceLabels: { app: 'x' } }]))).toThrow('spec.analysis.match[1] has neither headers nor queryParams');
  });
});

describe('a split', () => {
  it('edited by hand gives the canary what the primary leaves of 100', () => {
    const edited = renderHttpProxy(sampleSubject(), { primary: 60, canary: 7, mirrored: false }, { ownerReferences: true, ingressClass: '' });
    expect(liveTraffic(edited, sampleSubject().canary)).toEqual(splitAt(40));
  });
});

describe('properties', () => {
  const names = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.record({ exact: fc.string({ minLength: 1 }) }), { minKeys: 1, maxKeys: 4 });
  const fields = fc.option(fc.array(names.map(headers => ({ headers })), { minLength: 1, maxLength: 3 }), { nil: undefined }).map(match => (match ? testing(match) : {}));

  it('all routes but the last of a test say the split, and no route has two prefixes', () => {
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 100 }), (sample, canary) => {
        const rendered = routes(sample, canary);
        const split = sample.analysis?.match ? rendered.slice(0, -1) : rendered;
        expect(split.every(({ services }) => (services?.[0]?.weight ?? 0) === 100 - canary && (services?.[1]?.weight ?? 0) === canary)).toBe(true);
        expect(rendered.every(({ conditions = [] }) => conditions.filter(({ prefix }) => prefix !== undefined).length === 1)).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import type { CanarySpec } from '@flagger/sdk';
import { invalidSpec, missingFields } from '../../src/canary/admissible.ts';
import { tickLimitMs } from '../../src/canary/tick-limit.ts';
import { verifyCanary } from '../../src/canary/verify-canary.ts';
import { canaryWith } from './subject.ts';

const KNATIVE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' };
const SCALER = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'web' };
const GLOO = { apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', name: 'up' };
const cookies = (cookieName: string, primaryCookieName?: string): Partial<CanarySpec> => ({
  analysis: { sessionAffinity: { cookieName, ...(primaryCookieName !== undefined && { primaryCookieName }) } },
});

describe('what Flagger refuses', () => {
  const blocked: readonly (readonly [string, Partial<CanarySpec>])[] = [
    ["can't access gloo upstream up.other, cross-namespace references are blocked", { upstreamRef: { ...GLOO, namespace: 'other' } }],
    [
      "can't access metric template errors.other, cross-namespace references are blocked",
      { analysis: { metrics: [{ name: 'a' }, { name: 'b', templateRef: { name: 'errors', namespace: 'other' } }] } },
    ],
    [
      "can't access alert provider chat.other, cross-namespace references are blocked",
      { analysis: { alerts: [{ name: 'a', providerRef: { name: 'chat', namespace: 'other' } }] } },
    ],
  ];

  it.each(blocked)('%s', (reason, spec) => {
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: true })).toBe(reason);
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: false })).toBeUndefined();
  });

  it('not a reference into its own namespace, named or not', () => {
    const spec = {
      upstreamRef: { ...GLOO, namespace: 'test' },
      analysis: { metrics: [{ name: 'a', templateRef: { name: 't' } }], alerts: [{ name: 'a', providerRef: { name: 'c', namespace: '' } }] },
    };
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: true })).toBeUndefined();
  });

  it.each<readonly [string | undefined, Partial<CanarySpec>]>([
    ["can't use istio provider with Knative Service as target", { targetRef: KNATIVE, provider: 'istio' }],
    ["can't use  provider with Knative Service as target", { targetRef: KNATIVE }],
    ["can't use apps/v1/Deployment as target if provider is set to knative", { provider: 'knative' }],
    ["can't use v1/Service as target if provider is set to knative", { targetRef: { apiVersion: 'v1', kind: 'Service', name: 'web' }, provider: 'knative' }],
    ["can't use autoscaler with Knative Service", { targetRef: KNATIVE, provider: 'knative', autoscalerRef: SCALER }],
    [undefined, { targetRef: KNATIVE, provider: 'knative' }],
    ["can't use the same cookie name for both primary and cookie name; please update them to be different", cookies('a', 'a')],
    [undefined, cookies('a', 'b')],
    [undefined, cookies('a')],
    [undefined, { autoscalerRef: SCALER }],
  ])('%s: %j', (reason, spec) => {
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: false })).toBe(reason);
  });

  it('cross-namespace references come before Knative, Knative before cookies', () => {
    const spec = { ...cookies('a', 'a'), targetRef: KNATIVE, upstreamRef: { ...GLOO, namespace: 'other' } };
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: true })).toMatch(/^can't access gloo/);
    expect(verifyCanary(canaryWith(spec), { noCrossNamespaceRefs: false })).toMatch(/^can't use  provider/);
  });

  it('nothing that is being deleted: it must be given back', () => {
    const canary = canaryWith({ provider: 'knative' });
    const deleted = { ...canary, metadata: { ...canary.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(invalidSpec(canary, { noCrossNamespaceRefs: false })?.message).toMatch(/^invalid canary spec: can't use apps/);
    expect(invalidSpec(deleted, { noCrossNamespaceRefs: false })).toBeUndefined();
  });
});

describe('what a provider needs', () => {
  it('is named when it is missing', () => {
    const requires = ['spec.ingressRef', 'spec.service.port'];
    expect(missingFields(canaryWith(), 'nginx', requires)?.message).toBe('invalid canary spec: provider nginx needs spec.ingressRef, spec.service.port');
    const whole = canaryWith({ ingressRef: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' }, service: { port: 80 } });
    expect(missingFields(whole, 'nginx', requires)).toBeUndefined();
    expect(missingFields(whole, 'nginx', ['spec.service.gatewayRefs or spec.ingressRef'])).toBeUndefined();
    expect(missingFields(canaryWith(), 'nginx', ['spec.a or spec.b'])?.message).toContain('needs spec.a or spec.b');
  });
});

describe('how long a tick may take', () => {
  it.each([
    [120_000, {}],
    [180_000, { metrics: [{ name: 'a' }, { name: 'b' }] }],
    [130_000, { webhooks: [{ name: 'w', url: 'u' }] }],
    [1_920_000, { webhooks: [{ name: 'w', url: 'u', timeout: '30m' }] }],
    [120_000 + 3 * 5_000 + 2 * 30_000, { webhooks: [{ name: 'w', url: 'u', timeout: '5s', retries: 2 }] }],
  ])('%i ms: %j', (ms, analysis) => {
    expect(tickLimitMs(canaryWith({ analysis }))).toBe(ms);
  });
});

import { describe, expect, it } from '@jest/globals';
import { unmetDemands } from '@flagger/core';
import type { CanaryAnalysis, CanarySpec } from '@flagger/sdk';
import { unsupportedFields } from '../../src/canary/admissible.ts';
import { createCatalog } from '../../src/plugins/catalog.ts';
import { loadPlugins } from '../../src/plugins/load-plugins.ts';
import { canaryWith } from './subject.ts';

const catalog = createCatalog(await loadPlugins([], { folder: import.meta.dirname }));
const test = (match: NonNullable<CanaryAnalysis['match']>[number]): CanaryAnalysis => ({ iterations: 2, match: [match] });
const exact = { exact: 'a' };

/** What analyses ask for, a column each. */
const ASKED: Readonly<Record<string, CanaryAnalysis>> = {
  weights: { stepWeight: 10 },
  iterations: { iterations: 2 },
  headers: test({ headers: { 'x-a': exact } }),
  cookies: test({ headers: { cookie: exact } }),
  query: test({ queryParams: { q: exact } }),
  labels: test({ sourceLabels: { app: 'a' } }),
  mirror: { iterations: 2, mirror: true },
  'mirror+weights': { stepWeight: 10, mirror: true },
  sticky: { stepWeight: 10, sessionAffinity: { cookieName: 'c' } },
  'sticky primary': { stepWeight: 10, sessionAffinity: { cookieName: 'c', primaryCookieName: 'p' } },
};

/** What every provider runs; all run iterations. In brackets what it runs without: Kubernetes runs without weights, matches, mirrors and cookies, which is Flagger's way. */
const RUN: Readonly<Record<string, string>> = {
  apisix: 'weights',
  appmesh: 'weights, headers, cookies',
  'appmesh:v1beta2': 'weights, headers, cookies',
  contour: 'weights, headers, cookies, query',
  'gatewayapi:v1': 'weights, headers, cookies, query, mirror, mirror+weights, sticky, sticky primary',
  'gatewayapi:v1:grpc': 'weights, headers, mirror, mirror+weights',
  'gatewayapi:v1beta1': 'weights, headers, cookies, query, mirror, mirror+weights, sticky, (sticky primary)',
  gloo: 'weights, headers, cookies',
  istio: 'weights, headers, cookies, query, labels, mirror, mirror+weights, sticky, sticky primary',
  knative: 'weights',
  kubernetes: '(weights), (headers), (cookies), (query), (labels), (mirror), (mirror+weights), (sticky), (sticky primary)',
  kuma: 'weights',
  linkerd: 'weights',
  osm: 'weights',
  'smi:v1alpha1': 'weights',
  'smi:v1alpha2': 'weights',
  'smi:v1alpha3': 'weights',
  nginx: 'weights, headers, cookies',
  skipper: 'weights',
  traefik: 'weights',
};

const choice = (name: string): Parameters<typeof unmetDemands>[1] => ({ name, capabilities: catalog.provider(name).capabilities, loaded: catalog.providers });
const canaryOn = (analysis: CanaryAnalysis, more: Partial<CanarySpec> = {}): ReturnType<typeof canaryWith> => canaryWith({ ...more, analysis });

/** A column's name, in brackets where it is degraded; undefined where it is refused. */
function cell(name: string, column: string, analysis: CanaryAnalysis): string | undefined {
  const outcomes = unmetDemands(canaryOn(analysis).spec, choice(name)).map(({ outcome }) => outcome);
  if (outcomes.includes('refused')) return undefined;
  return outcomes.length > 0 ? `(${column})` : column;
}

describe('what providers run', () => {
  it.each(Object.entries(RUN))('%s: iterations, %s', (name, run) => {
    const cells = Object.entries(ASKED).map(([column, analysis]) => cell(name, column, analysis)).filter(column => column !== undefined && column !== 'iterations');
    expect(cells.join(', ')).toBe(run);
  });

  it('are all that there are', () => {
    const names = catalog.providers.flatMap(each => each.names.map(name => name.replace('*', '')));
    expect(names.toSorted()).toEqual([...Object.keys(RUN), 'supergloo'].toSorted());
  });
});

describe('a refusal', () => {
  it('names field, provider and those that can', () => {
    expect(unsupportedFields(canaryOn(ASKED['labels'] ?? {}), choice('nginx'))).toEqual({
      reason: 'Unsupported', message: "invalid canary spec: spec.analysis.match[0].sourceLabels: provider nginx can't match requests by the caller's labels (istio can)",
    });
    expect(unsupportedFields(canaryOn({ iterations: 2, mirror: true, match: [{ headers: { 'x-a': exact } }] }), choice('traefik'))?.message).toBe(
      "invalid canary spec: spec.analysis.match[0].headers: provider traefik can't match requests by headers (appmesh, appmesh:v1beta2, contour, gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, gloo, istio, nginx can); " +
      "spec.analysis.mirror: provider traefik can't mirror requests (gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, istio can)",
    );
  });

  it.each(['headers', 'mirror', 'sticky'])('comes for %s over TCP on Istio, which splits streams and nothing more', column => {
    expect(unsupportedFields(canaryOn(ASKED[column] ?? {}, { service: { port: 80, appProtocol: 'tcp' } }), choice('istio'))?.message).toMatch(/ over TCP \(.*gatewayapi:v1.* can\)$/);
  });

  it('never comes for what is degraded, skipped or being deleted', () => {
    const [weights = {}, mirror = {}] = [ASKED['weights'], ASKED['mirror']];
    expect(unsupportedFields(canaryOn(weights), choice('kubernetes'))).toBeUndefined();
    expect(unsupportedFields(canaryOn(mirror, { skipAnalysis: true }), choice('nginx'))).toBeUndefined();
    const going = canaryOn(mirror);
    expect(unsupportedFields({ ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, choice('nginx'))).toBeUndefined();
  });
});

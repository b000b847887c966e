import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { IstioRoutes, routerLaws } from '@flagger/testkit';
import { istioProvider } from '../src/index.ts';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from '../src/istio-types.ts';
import { subject } from './subject.ts';

const suite = routerLaws({
  provider: istioProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/istio.yaml', import.meta.url), 'utf8'),
  canary: subject().canary,
  objects: [
    { type: VIRTUAL_SERVICES, name: 'podinfo', carriesMetadata: true },
    { type: DESTINATION_RULES, name: 'podinfo-primary', carriesMetadata: false },
    { type: DESTINATION_RULES, name: 'podinfo-canary', carriesMetadata: false },
  ],
  change: { timeout: '7s', headers: { request: { set: { 'x-lab': '1' } } }, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
  original: {
    apiVersion: VIRTUAL_SERVICES.apiVersion, kind: VIRTUAL_SERVICES.kind, metadata: { namespace: 'test', name: 'podinfo' },
    spec: { hosts: ['podinfo', 'shop.example'], http: [{ timeout: '1s', route: [{ destination: { host: 'podinfo' } }] }] },
  },
  dataPlane: reader => new IstioRoutes(reader),
});

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('bind it, but for those of providers that do less', () => {
    expect(suite.leftOut).toEqual([
      { title: 'takes the split from the iterations, and leaves users on the primary', reason: 'it splits traffic by weights' },
      { title: 'asks the API server for nothing', reason: 'it makes objects' },
      { title: 'never says that it mirrors', reason: 'it mirrors requests' },
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { IstioRoutes } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { istioProvider } from '../src/index.ts';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from '../src/istio-types.ts';
import { subject } from './subject.ts';

/** Istio's router, and what it is held to the laws with. */
export const istioSubject: RouterSubject = {
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
};

/** A service that speaks no HTTP. */
const tcpSubject: RouterSubject = {
  ...istioSubject,
  variant: 'with `appProtocol: tcp`',
  canary: subject({ service: { appProtocol: 'tcp' } }).canary,
  change: { hosts: ['shop.example'], trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
};

/** The subjects that its routers are held to the laws with. */
export const lawSubjects: readonly RouterSubject[] = [istioSubject, tcpSubject];

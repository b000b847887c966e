import { INGRESSES } from '@flagger/sdk';
import type { Ingress, IngressPath } from '@flagger/sdk';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { skipperProvider } from '../src/index.ts';
import { SkipperRoutes } from './skipper-routes.ts';

const { apiVersion, kind } = INGRESSES;

/** What a canary says about the user's Ingress. */
export const withIngress = { ingressRef: { apiVersion, kind, name: 'shop' } };

/** A path that leads to a Service. */
export function pathTo(name: string, path = '/'): IngressPath {
  return { path, pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } };
}

/** The user's Ingress. */
export const source: Ingress = {
  apiVersion, kind, metadata: { namespace: 'test', name: 'shop', labels: { app: 'podinfo' }, annotations: { 'kubernetes.io/ingress.class': 'skipper' } },
  spec: { rules: [{ host: 'shop.example', http: { paths: [pathTo('podinfo')] } }] },
};

/** Skipper, to be held to the laws. */
export const skipperSubject: RouterSubject = {
  provider: skipperProvider,
  crds: [],
  canary: sampleSubject({ spec: withIngress }).canary,
  given: [source],
  objects: [{ type: INGRESSES, name: 'shop-canary', carriesMetadata: false }],
  dataPlane: reader => new SkipperRoutes(reader),
  request: { host: 'shop.example' },
};

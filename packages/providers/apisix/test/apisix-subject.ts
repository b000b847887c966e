import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { APISIX_ROUTES } from '../src/apisix-types.ts';
import type { ApisixRoute } from '../src/apisix-types.ts';
import { apisixProvider } from '../src/index.ts';
import { ApisixRoutes } from './apisix-routes.ts';

const { apiVersion, kind } = APISIX_ROUTES;

/** What a canary says about the user's route. */
export const withRoute = { routeRef: { apiVersion, kind, name: 'shop' } };

/** The user's route. */
export const source: ApisixRoute = {
  apiVersion, kind, metadata: { namespace: 'test', name: 'shop', labels: { app: 'podinfo' }, annotations: { 'k8s.apisix.apache.org/note': 'a' } },
  spec: { http: [{ name: 'all', match: { hosts: ['shop.example'], paths: ['/*'] }, backends: [{ serviceName: 'podinfo', servicePort: 80 }] }] },
};

/** APISIX, to be held to the laws. */
export const apisixSubject: RouterSubject = {
  provider: apisixProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/apisix.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject({ spec: withRoute }).canary,
  given: [source],
  objects: [{ type: APISIX_ROUTES, name: 'shop-podinfo-canary', carriesMetadata: false }],
  dataPlane: reader => new ApisixRoutes(reader),
  request: { host: 'shop.example' },
};

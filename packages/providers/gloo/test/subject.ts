import { readFileSync } from 'node:fs';
import type { Manifest } from '@flagger/sdk';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { ROUTE_TABLES, UPSTREAMS } from '../src/gloo-types.ts';
import { glooProvider } from '../src/index.ts';
import { GlooRoutes } from './gloo-routes.ts';

/** A generated Service, as it is before there are any routes. */
function service(name: string, app: string): Manifest {
  const made = { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'test', name }, spec: { selector: { app }, ports: [{ name: 'http', port: 80 }] } };
  return made;
}

/** Gloo, to be held to the laws. */
export const glooSubject: RouterSubject = {
  provider: glooProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/gloo.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject().canary,
  given: [service('podinfo-primary', 'podinfo-primary'), service('podinfo-canary', 'podinfo')],
  objects: [
    { type: UPSTREAMS, name: 'test-podinfo-primaryupstream-80', carriesMetadata: false },
    { type: UPSTREAMS, name: 'test-podinfo-canaryupstream-80', carriesMetadata: false },
    { type: ROUTE_TABLES, name: 'podinfo', carriesMetadata: true },
  ],
  change: { apex: { annotations: { lab: '1' } } },
  dataPlane: reader => new GlooRoutes(reader, { namespace: 'test', name: 'podinfo' }),
};

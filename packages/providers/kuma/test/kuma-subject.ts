import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { kumaProvider } from '../src/index.ts';
import { TRAFFIC_ROUTES } from '../src/kuma-types.ts';
import { KumaRoutes } from './kuma-routes.ts';

/** Kuma, to be held to the laws. */
export const kumaSubject: RouterSubject = {
  provider: kumaProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/kuma.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject().canary,
  objects: [{ type: TRAFFIC_ROUTES, name: 'podinfo', carriesMetadata: true }],
  change: { port: 8080 },
  dataPlane: reader => new KumaRoutes(reader),
};

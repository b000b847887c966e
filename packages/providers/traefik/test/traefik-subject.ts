import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { traefikProvider } from '../src/index.ts';
import { TRAEFIK_SERVICES } from '../src/traefik-types.ts';
import { TraefikRoutes } from './traefik-routes.ts';

/** Traefik, to be held to the laws. */
export const traefikSubject: RouterSubject = {
  provider: traefikProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/traefik.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject().canary,
  objects: [{ type: TRAEFIK_SERVICES, name: 'podinfo', carriesMetadata: true }],
  change: { port: 8080 },
  dataPlane: reader => new TraefikRoutes(reader),
};

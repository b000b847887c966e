import { readFileSync } from 'node:fs';
import { sampleSubject } from '@flagger/testkit';
import type { RouterSubject } from '@flagger/testkit';
import { HTTP_PROXIES } from '../src/contour-types.ts';
import { contourProvider } from '../src/index.ts';
import { ContourRoutes } from './contour-routes.ts';

/** Contour, to be held to the laws. */
export const contourSubject: RouterSubject = {
  provider: contourProvider,
  crds: readFileSync(new URL('../../../deploy/crds/third-party/contour.yaml', import.meta.url), 'utf8'),
  canary: sampleSubject().canary,
  objects: [{ type: HTTP_PROXIES, name: 'podinfo', carriesMetadata: true }],
  change: { timeout: '7s', retries: { attempts: 2, perTryTimeout: '1s', retryOn: '5xx' } },
  dataPlane: reader => new ContourRoutes(reader),
};

import { CanaryError } from '@flagger/sdk';
import type { Provider } from '@flagger/sdk';
import { glooProvider } from './gloo-provider.ts';

/** What Gloo's forerunner was called: a canary that still names it is told what to use. */
export const superglooProvider: Provider = {
  ...glooProvider,
  names: ['supergloo*'],
  capabilities: { ...glooProvider.capabilities, weights: false, matches: [] },
  rbac: [],
  createRouter: ({ name }) => {
    throw new CanaryError('UnknownProvider', 'never', `provider "${name}" is no more: SuperGloo was given up; use gloo for Gloo Edge, or istio, appmesh:v1beta2 or linkerd for the mesh that it managed`);
  },
};

import type { Provider } from '@flagger/sdk';
import { appMeshObserver } from './appmesh-observer.ts';
import { AppMeshRouter } from './appmesh-router.ts';
import { V1BETA1 } from './render-v1beta1.ts';
import { V1BETA2 } from './render-v1beta2.ts';

/** AWS App Mesh, a provider for each version of its API. */
export const appMeshProviders: readonly Provider[] = [V1BETA1, V1BETA2].map(version => ({
  names: version.names,
  capabilities: {
    weights: true, mirroring: 'none', matches: ['headers', 'cookies'], alternatives: 'all', affinity: 'none', reconcileBefore: 'primary-workload', readBack: 'immediate', requires: version.requires,
  },
  rbac: [{ apiGroups: ['appmesh.k8s.aws'], resources: version.resources, verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: appMeshObserver,
  createRouter: env => new AppMeshRouter(env, version),
}));

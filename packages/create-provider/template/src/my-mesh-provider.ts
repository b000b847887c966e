import type { Provider } from '@flagger/sdk';
import { myMeshObserver } from './my-mesh-observer.ts';
import { MyMeshRouter } from './my-mesh-router.ts';

/** All that differs between MyMesh and another mesh. */
export const myMeshProvider: Provider = {
  names: ['my-mesh'],
  capabilities: {
    weights: true,
    mirroring: 'none',
    matches: [],
    affinity: 'none',
    reconcileBefore: 'analysis',
    readBack: 'immediate',
    requires: [],
  },
  rbac: [{ apiGroups: ['my-mesh.example.com'], resources: ['mymeshroutes'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: myMeshObserver,
  createRouter: env => new MyMeshRouter(env),
};

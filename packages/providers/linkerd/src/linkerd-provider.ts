import type { Provider } from '@flagger/sdk';
import { SmiRouter } from './smi-router.ts';
import { SMI_VERSIONS } from './smi-versions.ts';

/** Linkerd, Open Service Mesh, and every mesh that knows a version of the Service Mesh Interface. */
export const smiProviders: readonly Provider[] = SMI_VERSIONS.map(version => ({
  names: version.names,
  capabilities: {
    weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [],
  },
  rbac: [{ apiGroups: ['split.smi-spec.io'], resources: ['trafficsplits'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: version.observer,
  createRouter: env => new SmiRouter(env, version),
}));

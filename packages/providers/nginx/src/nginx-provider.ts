import type { Provider } from '@flagger/sdk';
import { nginxObserver } from './nginx-observer.ts';
import { NginxRouter } from './nginx-router.ts';

/** The Ingress controller of Kubernetes, NGINX. */
export const nginxProvider: Provider = {
  names: ['nginx'],
  capabilities: {
    weights: true, mirroring: 'none', matches: ['headers', 'cookies'], matchKinds: { headers: ['exact', 'regex'], cookies: ['exact'] }, alternatives: 'last', affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: ['spec.ingressRef'],
  },
  rbac: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
  observer: nginxObserver,
  createRouter: env => new NginxRouter(env),
};

import type { Manifest } from '@flagger/sdk';
import { canary, deployment } from '../../golden/objects.ts';
import type { Loose } from '../../golden/objects.ts';
import { ANALYSIS, hostOf, namespaceOf, PORTS } from './setting.ts';
import type { ServedProvider } from './setting.ts';

type Route = Manifest & { readonly spec: Readonly<Record<string, unknown>> };

/** What belongs to the whole cluster. */
export const gatewayClass: Route = {
  apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'traefik' }, spec: { controllerName: 'traefik.io/gateway-controller' },
};

const gateway: Route = {
  apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'public' },
  spec: { gatewayClassName: 'traefik', listeners: [{ name: 'web', protocol: 'HTTP', port: PORTS.web }] },
};

const ingressRoute: Route = {
  apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: { name: 'podinfo' },
  spec: {
    entryPoints: ['web'],
    routes: [{ match: `Host(\`${hostOf('traefik')}\`)`, kind: 'Rule', services: [{ name: 'podinfo', kind: 'TraefikService', port: 80 }] }],
  },
};

const SERVED: Readonly<Record<ServedProvider, { readonly entrance: Route; readonly service: Readonly<Record<string, unknown>> }>> = {
  'traefik': { entrance: ingressRoute, service: {} },
  'gatewayapi:v1': { entrance: gateway, service: { hosts: [hostOf('gatewayapi:v1')], gatewayRefs: [{ name: 'public', namespace: namespaceOf('gatewayapi:v1') }] } },
};

/** The way in for requests, the Deployment that answers, and its Canary; fields of the analysis may be changed, or taken away by null. */
export function objectsOf(provider: ServedProvider, changes: object = {}): readonly (Route | Loose)[] {
  const { entrance, service } = SERVED[provider];
  const analysis = Object.fromEntries(Object.entries({ ...ANALYSIS, ...changes }).filter(([, value]) => value !== null));
  return [entrance, deployment(), canary(provider, analysis, { service })];
}

import { promotes, rollsBack, story, tests } from './provider-scenarios.ts';
import type { ProviderNeeds, ProviderScenario } from './provider-scenarios.ts';
import { initialized, promoted, step } from './scenarios.ts';

export const gatewayService = { hosts: ['app.example.com'], gatewayRefs: [{ name: 'public', namespace: 'default' }] };

/** All that an HTTPRoute can say of a service. */
const fullService = {
  ...gatewayService,
  match: [{ uri: { prefix: '/api' }, method: { exact: 'GET' } }], headers: { request: { add: { a: 'b' } }, response: { set: { c: 'd' } } },
  rewrite: { uri: '/v2', type: 'ReplacePrefixMatch', authority: 'x.example' }, timeout: '5s', mirror: [{ backendRef: { name: 'audit', port: 80 } }],
};

export const gateway = (provider: string, service: Record<string, unknown> = gatewayService): ProviderNeeds => ({ provider, crds: ['gateway-api.yaml'], fields: () => ({ service }) });

const affinity = { ...step, sessionAffinity: { cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie' } };
const insiders = [{ headers: { 'x-canary': { exact: 'insider' } } }];

const gatewayScenarios: readonly ProviderScenario[] = [
  promotes(gateway('gatewayapi:v1')),
  rollsBack(gateway('gatewayapi:v1')),
  story(gateway('gatewayapi:v1', fullService), 'full-service', step, initialized),
  story(gateway('gatewayapi:v1'), 'session-affinity', affinity, promoted),
  promotes(gateway('gatewayapi:v1beta1')),
  tests(gateway('gatewayapi:v1beta1'), insiders),
];

const linkerd: ProviderNeeds = { provider: 'linkerd', crds: ['smi.yaml'] };
const smi: ProviderNeeds = { provider: 'smi:v1alpha2', crds: ['smi.yaml'] };

export const appMesh: ProviderNeeds = {
  provider: 'appmesh:v1beta2', crds: ['appmesh.yaml'],
  fields: () => ({ service: {
    meshName: 'global', timeout: '15s', retries: { attempts: 3, perTryTimeout: '5s', retryOn: 'gateway-error,client-error,stream-error' },
    backends: ['backend.example', 'arn:aws:appmesh:eu-west-1:123:mesh/m/virtualService/s'], hosts: ['app.example.com'],
  } }),
};

const gloo: ProviderNeeds = {
  provider: 'gloo', crds: ['gloo.yaml'],
  given: () => [{ apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', metadata: { name: 'config' }, spec: { connectionConfig: { connectTimeout: '5s' } } }],
  fields: ({ namespace }) => ({ spec: { upstreamRef: { apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', name: 'config', namespace } } }),
};

const meshes: readonly ProviderScenario[] = [promotes(linkerd), promotes(smi), promotes(appMesh), rollsBack(appMesh), promotes(gloo), rollsBack(gloo)];

/** Every scenario that real Flagger was recorded in, on meshes and gateways other than Istio. */
export const meshScenarios: readonly ProviderScenario[] = [...gatewayScenarios, ...meshes];

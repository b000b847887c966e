import type { Lab } from './lab.ts';
import { builtinMetrics, canary, deployment } from './objects.ts';
import type { CanaryFields, Loose } from './objects.ts';
import { promoted, rolledBack, step } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

/** A story of a provider, and the CRDs that it needs, as files of deploy/crds/third-party. */
export interface ProviderScenario extends Scenario {
  readonly crds: readonly string[];
}

/** What a provider needs in each of its scenarios. */
export interface ProviderNeeds {
  readonly provider: string;
  readonly crds: readonly string[];
  /** Objects of the user. */
  readonly given?: (lab: Lab) => readonly Loose[];
  readonly fields?: (lab: Lab) => CanaryFields;
}

/** One story of a provider. */
export function story(needs: ProviderNeeds, kind: string, analysis: Record<string, unknown>, steps: Scenario['steps']): ProviderScenario {
  const { provider, crds, given = () => [], fields = () => ({}) } = needs;
  return {
    name: `${provider.replace(/[:.]/g, '-')}-${kind}`,
    crds,
    objects: lab => [deployment(), ...given(lab), canary(provider, analysis, fields(lab))],
    steps,
  };
}

/** A weighted canary, promoted. */
export const promotes = (needs: ProviderNeeds): ProviderScenario => story(needs, 'canary-promote', step, promoted);
/** A weighted canary, rolled back. */
export const rollsBack = (needs: ProviderNeeds): ProviderScenario => story(needs, 'canary-rollback', step, rolledBack);
/** A/B testing, promoted. */
export const tests = (needs: ProviderNeeds, match: readonly object[]): ProviderScenario => story(needs, 'ab-testing', { iterations: 2, match, metrics: builtinMetrics }, promoted);

export const ingressRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'podinfo' };

function ingress(controller: string, annotations: Record<string, string> = {}): Loose {
  const backend = { service: { name: 'podinfo', port: { number: 80 } } };
  return {
    apiVersion: ingressRef.apiVersion, kind: ingressRef.kind,
    metadata: { name: ingressRef.name, labels: { app: 'podinfo' }, annotations: { 'kubernetes.io/ingress.class': controller, ...annotations } },
    spec: { rules: [{ host: 'app.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  };
}

const contour: ProviderNeeds = { provider: 'contour', crds: ['contour.yaml'] };
const nginx: ProviderNeeds = {
  provider: 'nginx', crds: [], given: () => [ingress('nginx', { 'nginx.ingress.kubernetes.io/rewrite-target': '/' })], fields: () => ({ spec: { ingressRef } }),
};
export const skipper: ProviderNeeds = { provider: 'skipper', crds: [], given: () => [ingress('skipper')], fields: () => ({ spec: { ingressRef } }) };

const routeRef = { apiVersion: 'apisix.apache.org/v2', kind: 'ApisixRoute', name: 'podinfo' };
const apisixRule = {
  name: 'method', match: { hosts: ['app.example.com'], methods: ['GET'], paths: ['/*'] }, backends: [{ serviceName: 'podinfo', servicePort: 80 }],
  plugins: [{ name: 'prometheus', enable: true, config: { disable: false } }],
};
const apisix: ProviderNeeds = {
  provider: 'apisix', crds: ['apisix.yaml'],
  given: () => [{ apiVersion: routeRef.apiVersion, kind: routeRef.kind, metadata: { name: routeRef.name }, spec: { http: [apisixRule] } }],
  fields: () => ({ spec: { routeRef } }),
};

const ingressScenarios: readonly ProviderScenario[] = [
  promotes(contour),
  rollsBack(contour),
  promotes({ provider: 'traefik', crds: ['traefik.yaml'] }),
  promotes(skipper),
  promotes(nginx),
  tests(nginx, [{ headers: { 'x-canary': { exact: 'insider' } } }, { headers: { cookie: { exact: 'canary' } } }]),
  promotes(apisix),
  promotes({ provider: 'kuma', crds: ['kuma.yaml'] }),
];

/** Every scenario that real Flagger was recorded in, on other providers than Istio. */
export const providerScenarios: readonly ProviderScenario[] = [...ingressScenarios];

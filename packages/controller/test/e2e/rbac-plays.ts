import type { Canary, Manifest } from '@flagger/sdk';
import type { ApiLab } from '../golden/api-lab.ts';
import type { Loose } from '../golden/objects.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import { meshScenarios } from '../golden/mesh-scenarios.ts';
import { providerScenarios, story } from '../golden/provider-scenarios.ts';
import { phase } from '../golden/lab.ts';
import { typeOf } from '../golden/resource-types.ts';
import { initialized, promoted, scenarios as istioScenarios, step } from '../golden/scenarios.ts';
import type { Scenario } from '../golden/scenarios.ts';
import { KNATIVE_SERVICES, KnativeController } from './knative-controller.ts';
import type { Stage } from './stage.ts';

/** A story that is played under the role of one plug-in. */
export interface Play {
  /** As `-providers` names it. */
  readonly plugin: string;
  /** Of the canary, as `-mesh-provider` has it. */
  readonly provider: string;
  /** Also its namespace. */
  readonly name: string;
  /** Under a Role in its namespace, rather than a ClusterRole. */
  readonly namespaced?: boolean;
  readonly perform: (lab: ApiLab, stage: Stage) => Promise<void>;
}

/** No recording of Flagger's, which knows no StatefulSets. */
const statefulSet: Scenario = {
  name: 'istio-statefulset',
  objects: () => {
    const { metadata, spec: { selector, template } } = deployment() as Loose & { readonly spec: Record<string, unknown> };
    const target = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: 2, serviceName: 'podinfo-pods', selector, template } };
    return [target, canary('istio', step, { kind: 'StatefulSet', service: { headless: true } })];
  },
  steps: async lab => {
    await initialized(lab);
    await lab.image('2', 'StatefulSet');
    await phase(lab, 'Succeeded');
  },
};

/** Nor GRPCRoutes. */
const grpcRoute = story(
  { provider: 'gatewayapi:v1:grpc', crds: [], fields: () => ({ service: { gatewayRefs: [{ name: 'public' }], match: [{ uri: { prefix: '/shop.Cart/' } }] } }) },
  'canary-promote', { stepWeight: 30, maxWeight: 60 }, promoted,
);

const recorded: readonly Scenario[] = [...istioScenarios, ...providerScenarios, ...meshScenarios, statefulSet, grpcRoute];

/** An object that somebody else spoils, so that it has to be mended: a field of its spec says `elsewhere`. */
interface Spoilt {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly spec: object;
}

/** A recorded scenario, after which objects are spoilt; at its end the canary is deleted and gives back what it took. */
function recording(plugin: string, provider: string, name: string, spoilt: readonly Spoilt[] = []): Play {
  const scenario = recorded.find(each => each.name === name);
  if (scenario === undefined) throw new Error(`no recording is called ${name}`);
  return { plugin, provider, name, perform: (lab, stage) => perform(scenario, { lab, stage, spoilt }) };
}

/** The same, under a Role in its namespace. */
function inOneNamespace({ name, ...play }: Play): Play {
  return { ...play, name: `${name}-by-role`, namespaced: true };
}

async function perform(scenario: Scenario, { lab, stage, spoilt }: { readonly lab: ApiLab; readonly stage: Stage; readonly spoilt: readonly Spoilt[] }): Promise<void> {
  for (const object of scenario.objects(lab)) await lab.create(isCanary(object) ? revertible(object) : object);
  await scenario.steps(lab);
  for (const each of spoilt) await spoil(each, lab, stage);
  await removeCanary(lab);
}

async function spoil({ apiVersion, kind, name, spec }: Spoilt, lab: ApiLab, { cluster }: Stage): Promise<void> {
  const { signal } = new AbortController();
  await lab.patch(apiVersion, kind, name, { spec });
  await lab.until(`${kind} ${name} as it was`, async () => {
    const live = await cluster.store.getLive(typeOf(apiVersion, kind), { namespace: lab.namespace, name }, signal);
    return live !== undefined && !JSON.stringify({ ...live, metadata: {} }).includes('elsewhere');
  });
}

const knative: Play = {
  plugin: 'knative', provider: 'knative', name: 'knative-canary-promote',
  perform: async (lab, { cluster }) => {
    const service = new KnativeController(cluster, lab.namespace);
    const reached = (phase: string): Promise<unknown> => lab.until(`phase ${phase}`, async () => {
      await service.follow();
      return (await lab.canary())?.status?.phase === phase;
    });
    await service.deploy('podinfo:1');
    const targetRef = { apiVersion: KNATIVE_SERVICES.apiVersion, kind: KNATIVE_SERVICES.kind, name: 'podinfo' };
    await lab.create(revertible(canary('knative', { stepWeight: 50, maxWeight: 50, metrics: builtinMetrics }, { spec: { targetRef } })));
    await reached('Initialized');
    await service.deploy('podinfo:2');
    await reached('Succeeded');
    await removeCanary(lab);
  },
};

const SERVICE: Spoilt = { apiVersion: 'v1', kind: 'Service', name: 'podinfo-canary', spec: { selector: { app: 'elsewhere' } } };
const DESTINATION_RULE: Spoilt = { apiVersion: 'networking.istio.io/v1beta1', kind: 'DestinationRule', name: 'podinfo-canary', spec: { host: 'elsewhere' } };
const UPSTREAM: Spoilt = { apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', name: 'gloo-canary-promote-podinfo-canaryupstream-80', spec: { kube: { serviceName: 'elsewhere' } } };
const APP_MESH = 'appmesh.k8s.aws/v1beta2';
const VIRTUAL_NODE: Spoilt = { apiVersion: APP_MESH, kind: 'VirtualNode', name: 'podinfo-canary', spec: { podSelector: { matchLabels: { app: 'elsewhere' } } } };
const VIRTUAL_SERVICE: Spoilt = { apiVersion: APP_MESH, kind: 'VirtualService', name: 'podinfo-canary', spec: { provider: { virtualRouter: { virtualRouterRef: { name: 'elsewhere' } } } } };

/** Every bundled plug-in once; Istio also with what every operator knows: targets, autoscalers, configs, templates and channels. */
export const PLAYS: readonly Play[] = [
  recording('apisix', 'apisix', 'apisix-canary-promote'),
  recording('appmesh', 'appmesh:v1beta2', 'appmesh-v1beta2-canary-promote', [VIRTUAL_NODE, VIRTUAL_SERVICE]),
  recording('contour', 'contour', 'contour-canary-promote'),
  recording('gateway-api', 'gatewayapi:v1', 'gatewayapi-v1-canary-promote'),
  recording('gateway-api', 'gatewayapi:v1:grpc', grpcRoute.name),
  recording('gloo', 'gloo', 'gloo-canary-promote', [UPSTREAM]),
  recording('istio', 'istio', 'istio-canary-promote', [DESTINATION_RULE]),
  inOneNamespace(recording('istio', 'istio', 'istio-canary-promote', [DESTINATION_RULE])),
  recording('istio', 'istio', 'istio-daemonset'),
  recording('istio', 'istio', 'istio-statefulset'),
  recording('istio', 'istio', 'istio-hpa'),
  recording('istio', 'istio', 'istio-keda'),
  inOneNamespace(recording('istio', 'istio', 'istio-config-tracking')),
  inOneNamespace(recording('istio', 'istio', 'istio-custom-metrics')),
  inOneNamespace(recording('istio', 'istio', 'istio-alerts')),
  knative,
  recording('kubernetes', 'kubernetes', 'kubernetes-blue-green', [SERVICE]),
  inOneNamespace(recording('kuma', 'kuma', 'kuma-canary-promote')),
  recording('linkerd', 'linkerd', 'linkerd-canary-promote'),
  recording('nginx', 'nginx', 'nginx-canary-promote'),
  recording('skipper', 'skipper', 'skipper-canary-promote'),
  recording('traefik', 'traefik', 'traefik-canary-promote'),
];

function isCanary({ kind }: Manifest): boolean {
  return kind === 'Canary';
}

function revertible(object: Loose): Loose {
  return { ...object, spec: { ...(object['spec'] as Canary['spec']), revertOnDeletion: true } };
}

async function removeCanary(lab: ApiLab): Promise<void> {
  // A canary of which the finalizer is not yet there would go without giving anything back.
  await lab.until('the finalizer', async () => ((await lab.canary())?.metadata.finalizers ?? []).length > 0);
  await lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
  await lab.until('the canary is gone', async () => (await lab.canary()) === undefined, 120);
}

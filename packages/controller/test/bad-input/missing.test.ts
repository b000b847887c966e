import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Lab } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';
import { expectTold, outcomeOf } from './expect-told.ts';
import type { Case, Expected } from './expect-told.ts';
import { istioCanary, mend, release, STEP, Town } from './town.ts';
import type { Chronicle, Story } from './town.ts';

const failing = (reason: string, message: string, afterwards = 'Initialized'): Expected => ({
  condition: { type: 'Reconciled', status: 'False', reason, message }, phase: 'Initializing', afterwards,
});
const unjudged = (message: string): Expected => ({
  condition: { type: 'Checked', status: 'False', reason: 'MetricsUnanswered', message }, phase: 'Failed', afterwards: 'Succeeded',
});

const add = (...objects: readonly Loose[]) => async (lab: Lab): Promise<void> => {
  for (const object of objects) await lab.create(object);
};
/** What a release needs is there again; the failed one is tried once more. */
const addAndRetry = (...objects: readonly Loose[]) => async (lab: Lab): Promise<void> => {
  await add(...objects)(lab);
  await lab.image('3');
};

const configMap: Loose = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: 'b' } };
const secret = (name: string, stringData: Record<string, string>): Loose => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
const hpa: Loose = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'podinfo' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, maxReplicas: 4 },
};
const scaledObject: Loose = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'podinfo' }, spec: { scaleTargetRef: { name: 'podinfo' }, triggers: [{ type: 'cpu', metadata: { value: '50' } }] } };
const scaledBy = ({ apiVersion, kind }: Loose): Loose => istioCanary(STEP, { spec: { autoscalerRef: { apiVersion, kind, name: 'podinfo' } } });
const template = (lab: Lab, secretName?: string): Loose => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'errors' },
  spec: { provider: { type: 'prometheus', address: `${lab.base}/prom`, ...(secretName && { secretRef: { name: secretName } }) }, query: `errors{namespace="${lab.namespace}"}` },
});
const templated = istioCanary({ ...STEP, metrics: [{ name: 'errors', interval: '1m', thresholdRange: { min: 1 }, templateRef: { name: 'errors' } }] });
const chat = { name: 'chat', severity: 'info', providerRef: { name: 'chat' } };
const chatProvider: Loose = { apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: 'chat' }, spec: { type: 'slack', secretRef: { name: 'chat-url' } } };
const withSelector = (matchLabels: Record<string, string>): Loose => {
  const object = structuredClone(deployment()) as Loose & { spec: { selector: unknown; template: { metadata: { labels: unknown } } } };
  object.spec.selector = { matchLabels };
  object.spec.template.metadata.labels = matchLabels;
  return object;
};

const CASES: readonly Case[] = [
  {
    name: 'target', objects: () => [istioCanary()], repair: add(deployment()),
    expected: failing('NotFound', 'deployment podinfo.target get query error: deployments.apps "podinfo" not found'),
  },
  {
    name: 'core-service', objects: () => [canary('kubernetes', { iterations: 1 }, { spec: { targetRef: { apiVersion: 'v1', kind: 'Service', name: 'podinfo' } } })],
    repair: add({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'podinfo' }, spec: { selector: { app: 'podinfo' }, ports: [{ port: 80 }] } }),
    expected: failing('NotFound', 'service podinfo.core-service get query error: services "podinfo" not found'),
  },
  {
    name: 'selector-label', objects: () => [withSelector({ tier: 'web' }), istioCanary()],
    repair: async lab => {
      await lab.remove('apps/v1', 'Deployment', 'podinfo');
      await lab.create(deployment());
    },
    expected: failing('Invalid', 'getSelectorLabel failed: deployment podinfo.selector-label spec.selector.matchLabels must contain one of [app name app.kubernetes.io/name]'),
  },
  {
    name: 'config-map', objects: () => [deployment({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } }), istioCanary()], repair: add(configMap),
    expected: failing('NotFound', 'createPrimaryDeployment failed: GetTargetConfigs failed: configmap settings.config-map get query error: configmaps "settings" not found'),
  },
  {
    name: 'own-secret', objects: () => [deployment({ container: { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }] } }), istioCanary()],
    repair: add(secret('keys', { k: 'one' })),
    expected: failing('NotFound', 'createPrimaryDeployment failed: GetTargetConfigs failed: secret keys.own-secret get query error: secrets "keys" not found'),
  },
  {
    name: 'autoscaler', objects: () => [deployment(), scaledBy(hpa)], repair: add(hpa),
    expected: failing('NotFound', 'HorizontalPodAutoscaler podinfo.autoscaler get query error: horizontalpodautoscalers.autoscaling "podinfo" not found'),
  },
  {
    name: 'template', objects: () => [deployment(), templated], begin: release(), repair: async lab => addAndRetry(template(lab))(lab),
    expected: unjudged('Metric template errors.template error: metrictemplate.flagger.app "errors" not found'),
  },
  {
    name: 'metric-secret', objects: lab => [template(lab, 'login'), deployment(), templated], begin: release(),
    repair: addAndRetry(secret('login', { username: 'u', password: 'p' })),
    expected: unjudged('Metric template errors.metric-secret secret login error: secrets "login" not found'),
  },
  {
    name: 'bad-port', objects: () => [deployment(), istioCanary(STEP, { service: { port: 70_000 } })], repair: mend({ service: { port: 80 } }),
    expected: failing('Invalid', 'reconcileService failed: service podinfo-canary.bad-port create error: Service "podinfo-canary" is invalid: spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive'),
  },
  {
    name: 'forbidden', objects: () => [deployment(), scaledObject, scaledBy(scaledObject)], repair: (_lab, world) => world.api.faults.clear(),
    expected: failing('ApiForbidden', 'list scaledobjects.keda.sh: scaledobjects.keda.sh is forbidden: User "flagger" cannot list resource "scaledobjects" at the cluster scope'),
  },
];

/** Alerts are sent aside; that they can't be is no obstacle, but it is told. */
const SILENT_CHATS: readonly (Story & { readonly warning: string })[] = [
  {
    name: 'alert-provider', objects: () => [deployment(), istioCanary({ ...STEP, alerts: [chat] })], begin: release(), repair: () => undefined,
    warning: 'alert provider chat.alert-provider error: alertprovider.flagger.app "chat" not found',
  },
  {
    name: 'chat-secret', objects: () => [chatProvider, deployment(), istioCanary({ ...STEP, alerts: [chat] })], begin: release(), repair: () => undefined,
    warning: 'alert provider chat.chat-secret secretRef error: secrets "chat-url" not found',
  },
];

/** Without the right to write its status nothing can be told there; the event has to do. */
const MUTE: Story = {
  name: 'mute', objects: () => [deployment(), istioCanary()],
  begin: async (lab, world) => {
    world.api.faults.inject(request =>
      (world.isController(request) && request.target?.subresource === 'status' && request.target.namespace === 'mute' ? { kind: 'status', code: 403, message: 'no right to do so' } : undefined));
    await lab.image('2');
  },
  repair: (_lab, world) => world.api.faults.clear(),
};

let chronicle: Chronicle;
beforeAll(async () => {
  chronicle = await Town.tell([...CASES, ...SILENT_CHATS, MUTE], {
    prepare: world => void world.api.faults.inject(request =>
      (world.isController(request) && request.target?.plural === 'scaledobjects'
        ? { kind: 'status', code: 403, reason: 'Forbidden', message: `scaledobjects.keda.sh is forbidden: User "flagger" cannot ${request.verb} resource "scaledobjects" at the cluster scope` }
        : undefined)),
  });
}, 60_000);

describe('what is missing or refused', () => {
  it.each(CASES)('$name is told on the canary until it is there', story => {
    expectTold(chronicle, story);
  });

  it.each(SILENT_CHATS)('$name is told, and the release goes on', ({ name, warning }) => {
    const { broken } = outcomeOf(chronicle, name);
    expect(broken.warnings).toContain(warning);
    expect(broken).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
  });

  it('is told by an event where the status can not be written', () => {
    const { broken, mended } = outcomeOf(chronicle, MUTE.name);
    expect(broken.phase).toBe('Initialized');
    expect(broken.warnings).toContain('patch canaries.flagger.app mute/podinfo: no right to do so');
    expect(mended).toMatchObject({ phase: 'Succeeded', conditions: [{ type: 'Promoted', status: 'True' }] });
  });

  it('slows no other canary', () => {
    expect(chronicle.neighbour.besideMs).toBe(chronicle.neighbour.aloneMs);
  });
});

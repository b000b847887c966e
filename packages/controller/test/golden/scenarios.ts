import type { Lab } from './lab.ts';
import { event, hook, phase } from './lab.ts';
import type { Loose } from './objects.ts';
import { builtinMetrics, canary, daemonSet, deployment } from './objects.ts';

/** One story: what is created, then what a user does. */
export interface Scenario {
  readonly name: string;
  readonly objects: (lab: Lab) => readonly Loose[];
  readonly steps: (lab: Lab) => Promise<void>;
}

/** A run of two steps. */
export const step = { stepWeight: 30, maxWeight: 60, metrics: builtinMetrics };
const step20 = { ...step, stepWeight: 20 };

/** The canary is made ready. */
export const initialized = (lab: Lab): Promise<void> => phase(lab, 'Initialized');

/** A new revision becomes the primary. */
export async function promoted(lab: Lab): Promise<void> {
  await initialized(lab);
  await lab.image('2');
  await phase(lab, 'Succeeded', 400);
}

/** A new revision answers with errors once it has traffic, and goes. */
export async function rolledBack(lab: Lab): Promise<void> {
  await initialized(lab);
  await lab.image('2');
  await lab.until('traffic on the canary', async () => {
    const status = (await lab.canary())?.status;
    return status?.phase === 'Progressing' && ((status.canaryWeight ?? 0) > 0 || (status.iterations ?? 0) > 0);
  });
  lab.mark('success rate falls to 50');
  lab.control.metrics.unshift([/./, 50]);
  await phase(lab, 'Failed');
}

const istio = (analysis: Record<string, unknown>, fields?: Parameters<typeof canary>[2]) => (): Loose[] => [deployment(), canary('istio', analysis, fields)];

const fullService = {
  name: 'shop', portName: 'http-web', appProtocol: 'http', gateways: ['istio-system/public-gateway', 'mesh'], hosts: ['shop.example.com'],
  match: [{ uri: { prefix: '/api' }, headers: { 'x-a': { exact: 'b' } } }], rewrite: { uri: '/v2' }, retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx' }, timeout: '30s',
  headers: { request: { add: { 'x-from': 'mesh' } }, response: { remove: ['server'] } },
  corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], allowMethods: ['GET'], allowCredentials: false, allowHeaders: ['x-some'], maxAge: '24h' },
  trafficPolicy: { tls: { mode: 'DISABLE' }, connectionPool: { http: { http1MaxPendingRequests: 10 } }, outlierDetection: { consecutive5xxErrors: 5 } },
  apex: { labels: { tier: 'apex' }, annotations: { note: 'apex' } }, primary: { labels: { tier: 'primary' } }, canary: { annotations: { note: 'canary' } },
};

const spreadPod = {
  ports: [{ name: 'http', containerPort: 9898 }, { name: 'http-metrics', containerPort: 8080 }, { containerPort: 8888 }],
  spec: {
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['podinfo'] }] } } },
    ] } },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'podinfo' } } }],
  },
};

const canaryScenarios: readonly Scenario[] = [
  { name: 'istio-canary-promote', objects: () => [deployment(), canary(undefined, step20)], steps: promoted },
  { name: 'istio-canary-rollback', objects: istio(step), steps: rolledBack },
  { name: 'istio-step-weights', objects: istio({ stepWeights: [1, 10, 50], stepWeightPromotion: 50, metrics: builtinMetrics }), steps: promoted },
  { name: 'istio-canary-mirror', objects: istio({ stepWeight: 50, maxWeight: 50, mirror: true, mirrorWeight: 40, metrics: builtinMetrics }), steps: promoted },
  {
    name: 'istio-ab-testing',
    objects: istio({ iterations: 3, match: [{ headers: { 'x-canary': { exact: 'insider' } } }, { headers: { cookie: { regex: '^(.*?;)?(canary=always)(;.*)?$' } } }], metrics: builtinMetrics }),
    steps: promoted,
  },
  {
    name: 'istio-session-affinity',
    objects: istio({ ...step, sessionAffinity: { cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie', maxAge: 600, httpOnly: true, sameSite: 'Lax' } }),
    steps: promoted,
  },
  { name: 'istio-skip-analysis', objects: istio(step, { spec: { skipAnalysis: true } }), steps: promoted },
  { name: 'istio-full-service', objects: istio(step, { service: fullService }), steps: promoted },
  { name: 'istio-delegation', objects: istio(step, { service: { delegation: true } }), steps: initialized },
  {
    name: 'istio-new-revision-midway',
    objects: istio(step20),
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await event(lab, /weight 40/);
      await lab.image('3');
      await event(lab, /New revision detected! Restarting/);
      await phase(lab, 'Succeeded', 300);
    },
  },
  {
    name: 'istio-no-traffic',
    objects: istio(step),
    steps: async lab => {
      await initialized(lab);
      lab.control.metrics.unshift([/./, null]);
      await lab.image('2');
      await phase(lab, 'Failed');
    },
  },
  {
    name: 'istio-canary-stuck',
    objects: istio(step, { spec: { progressDeadlineSeconds: 30 } }),
    steps: async lab => {
      await initialized(lab);
      lab.mark('the new revision is never ready');
      await lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { progressDeadlineSeconds: 30, template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
      await phase(lab, 'Failed', 200);
    },
  },
  {
    name: 'istio-suspend',
    objects: istio(step),
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await event(lab, /Advance .* weight 30/);
      await lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { suspend: true } });
      await lab.sleep(25_000);
      await lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { suspend: false } });
      await phase(lab, 'Succeeded');
    },
  },
];

const gateScenarios: readonly Scenario[] = [
  {
    name: 'istio-gates',
    objects: lab => {
      Object.assign(lab.control.hooks, { rollout: 500, promotion: [403, 'not yet'], increase: [403, 'wait'] });
      const webhooks = [
        hook(lab, 'rollout', { type: 'confirm-rollout', metadata: { a: 'b' } }), hook(lab, 'pre', { type: 'pre-rollout', timeout: '5s' }), hook(lab, 'load', { metadata: { cmd: 'hey' } }),
        hook(lab, 'increase', { type: 'confirm-traffic-increase' }), hook(lab, 'promotion', { type: 'confirm-promotion' }), hook(lab, 'post', { type: 'post-rollout' }),
      ];
      return [deployment(), canary('istio', { stepWeight: 50, maxWeight: 50, threshold: 5, webhooks })];
    },
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await phase(lab, 'Waiting');
      await lab.sleep(21_000);
      lab.mark('rollout gate opens');
      lab.control.hooks['rollout'] = 200;
      await event(lab, /waiting for traffic increase approval/);
      lab.mark('traffic-increase gate opens');
      lab.control.hooks['increase'] = 200;
      await phase(lab, 'WaitingPromotion');
      await lab.sleep(21_000);
      lab.mark('promotion gate opens');
      lab.control.hooks['promotion'] = 200;
      await phase(lab, 'Succeeded');
    },
  },
  {
    name: 'istio-pre-rollout-fails',
    objects: lab => {
      lab.control.hooks['pre'] = [400, 'tests failed'];
      return [deployment(), canary('istio', { ...step, webhooks: [hook(lab, 'pre', { type: 'pre-rollout' }), hook(lab, 'post', { type: 'post-rollout' })] })];
    },
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await phase(lab, 'Failed');
    },
  },
  {
    name: 'kubernetes-gates',
    objects: lab => {
      lab.control.hooks['promotion'] = 403;
      return [deployment(), canary('kubernetes', { iterations: 1, webhooks: [hook(lab, 'pre', { type: 'pre-rollout' }), hook(lab, 'promotion', { type: 'confirm-promotion' })] })];
    },
    steps: async lab => {
      await initialized(lab);
      await lab.image('2');
      await phase(lab, 'WaitingPromotion');
      await lab.sleep(25_000);
      lab.mark('gate opens');
      lab.control.hooks['promotion'] = 200;
      await phase(lab, 'Succeeded');
    },
  },
];

const evidenceScenarios: readonly Scenario[] = [
  {
    name: 'istio-custom-metrics',
    objects: lab => [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'prom-auth' }, stringData: { username: 'u', password: 'p' } },
      {
        apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'errors' },
        spec: {
          provider: { type: 'prometheus', address: `${lab.base}/prom/custom`, secretRef: { name: 'prom-auth' }, headers: { 'X-Scope-OrgID': ['team-a'] } },
          query: 'sum(rate(errors{namespace="{{ namespace }}",\n  workload="{{ target }}", svc="{{ service }}", name="{{ name }}", ing="{{ ingress }}", route="{{ route }}", v="{{ variables.level }}"}[{{ interval }}]))',
        },
      },
      deployment(),
      canary('istio', { ...step, metrics: [
        ...builtinMetrics, { name: 'errors', templateRef: { name: 'errors' }, thresholdRange: { min: 0, max: 150 }, interval: '2m', templateVariables: { level: 'hot' } },
        { name: 'inline', query: `my_metric{namespace="${lab.namespace}"}`, threshold: 101, interval: '1m' },
      ] }),
    ],
    steps: promoted,
  },
  {
    name: 'istio-alerts',
    objects: lab => {
      const types = ['slack', 'msteams', 'discord', 'rocket', 'gchat'];
      const severities = ['info', 'info', 'warn', 'error', 'info'];
      const address = (type: string): string => `${lab.base}/alert/${lab.namespace}/${type}`;
      const providers = types.map(type => ({
        apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: type },
        spec: { type, channel: 'c1', username: 'u1', ...(type === 'slack' ? { secretRef: { name: 'slack-url' } } : { address: address(type) }) },
      }));
      const alerts = types.map((type, index) => ({ name: type, severity: severities[index], providerRef: { name: type } }));
      return [
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'slack-url' }, stringData: { address: address('slack'), token: 'xoxb' } },
        ...providers, deployment(), canary('istio', { ...step, alerts }),
      ];
    },
    steps: rolledBack,
  },
];

const targetScenarios: readonly Scenario[] = [
  {
    name: 'istio-config-tracking',
    objects: () => [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'red' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { k: 'one' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'free', annotations: { 'flagger.app/config-tracking': 'disabled' } }, data: { a: 'b' } },
      deployment({ container: {
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: [
          { name: 'K', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }, { name: 'F', valueFrom: { configMapKeyRef: { name: 'free', key: 'a' } } },
          { name: 'O', valueFrom: { configMapKeyRef: { name: 'missing', key: 'a', optional: true } } },
        ],
      } }),
      canary('istio', { ...step, stepWeight: 60 }),
    ],
    steps: async lab => {
      await initialized(lab);
      await lab.patch('v1', 'ConfigMap', 'settings', { data: { color: 'blue' } });
      await phase(lab, 'Succeeded');
    },
  },
  {
    name: 'istio-hpa',
    objects: () => [
      deployment(),
      {
        apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'podinfo' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, minReplicas: 2, maxReplicas: 4,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 99 } } }],
        },
      },
      canary('istio', step, { spec: { autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo', primaryScalerReplicas: { minReplicas: 3 } } } }),
    ],
    steps: promoted,
  },
  {
    name: 'istio-keda',
    objects: () => [
      deployment(),
      {
        apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'podinfo', labels: { a: 'b' } },
        spec: {
          scaleTargetRef: { name: 'podinfo' }, minReplicaCount: 2, maxReplicaCount: 4, pollingInterval: 10,
          triggers: [{ type: 'prometheus', metadata: { serverAddress: 'http://p', threshold: '5', query: 'sum(rate(x{app="podinfo-canary"}[1m])) / sum(rate(y{app="podinfo"}[1m]))' } }],
        },
      },
      canary('istio', step, { spec: { autoscalerRef: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'podinfo' } } }),
    ],
    steps: promoted,
  },
  {
    name: 'istio-revert-on-deletion',
    objects: istio(step, { spec: { revertOnDeletion: true } }),
    steps: async lab => {
      await initialized(lab);
      await lab.sleep(11_000);
      lab.mark('canary deleted');
      await lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
      await lab.until('the canary is gone', async () => (await lab.canary()) === undefined, 120);
    },
  },
  {
    name: 'istio-daemonset',
    objects: () => [daemonSet(), canary('istio', step, { kind: 'DaemonSet' })],
    steps: async lab => {
      await initialized(lab);
      await lab.image('2', 'DaemonSet');
      await phase(lab, 'Succeeded', 300);
    },
  },
  {
    name: 'istio-affinity-ports',
    objects: () => [deployment(spreadPod), canary('istio', step, { service: { portDiscovery: true, headless: true, portName: 'http', appProtocol: 'http', trafficDistribution: 'PreferClose' } })],
    steps: initialized,
  },
  {
    name: 'istio-no-cross-target',
    objects: () => [canary('istio', step)],
    steps: async lab => {
      await lab.sleep(25_000);
      lab.mark('target created');
      await lab.create(deployment());
      await initialized(lab);
    },
  },
  { name: 'kubernetes-blue-green', objects: () => [deployment(), canary('kubernetes', { iterations: 3, metrics: builtinMetrics })], steps: promoted },
  { name: 'kubernetes-blue-green-rollback', objects: () => [deployment(), canary('kubernetes', { iterations: 10, metrics: builtinMetrics })], steps: rolledBack },
];

/** Every scenario that real Flagger was recorded in, on Istio and without a mesh. */
export const scenarios: readonly Scenario[] = [...canaryScenarios, ...gateScenarios, ...evidenceScenarios, ...targetScenarios];

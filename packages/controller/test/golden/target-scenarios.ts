import { phase } from './lab.ts';
import type { Lab } from './lab.ts';
import type { Loose } from './objects.ts';
import { canary, deployment } from './objects.ts';
import { initialized } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

const NO_METRICS = { stepWeight: 20, maxWeight: 60, metrics: [] };
const REST_MS = 23_000;

async function released(lab: Lab, tag = '2'): Promise<void> {
  await lab.image(tag);
  await phase(lab, 'Progressing', 60);
  await phase(lab, 'Succeeded', 300);
}

const CONFIG_LABELS = { app: 'podinfo', 'team.example/owner': 'a' };
const configMaps = ['init-cm', 'env-cm', 'from-cm', 'side-cm', 'vol-cm', 'proj-cm'].map((name): Loose => ({
  apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: CONFIG_LABELS, annotations: { 'team.example/x': 'y', q: 'z' } }, data: { a: name },
}));
const secrets = ['init-sec', 'env-sec', 'from-sec', 'vol-sec', 'proj-sec'].map((name): Loose => ({
  apiVersion: 'v1', kind: 'Secret', metadata: { name, labels: CONFIG_LABELS }, stringData: { a: name },
}));
const pullSecret: Loose = {
  apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pull' }, type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"auths":{}}' },
};
const serviceAccount: Loose = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'runner' } };

const near = (labelSelector: object): object => ({ topologyKey: 'kubernetes.io/hostname', labelSelector });
const byName = { matchLabels: { app: 'podinfo' } };

const affinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'zone.none/x', labelSelector: byName },
      {
        topologyKey: 'zone.none/y',
        labelSelector: { matchExpressions: [
          { key: 'app', operator: 'In', values: ['other', 'podinfo', 'podinfo'] }, { key: 'x', operator: 'Exists' }, { key: 'version', operator: 'In', values: ['podinfo'] },
        ] },
      },
    ],
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 5, podAffinityTerm: near({ matchLabels: { app: 'podinfo', version: 'podinfo' } }) },
      { weight: 1, podAffinityTerm: near({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['podinfo'] }] }) },
    ],
  },
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: near(byName) }] },
};

const spread = { maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' };
const topologySpreadConstraints = [
  { ...spread, maxSkew: 1, topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'podinfo', other: 'x' } } },
  { ...spread, topologyKey: 'zone', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['podinfo'] }] } },
  { ...spread, topologyKey: 'zone2' },
];

const containers = [
  {
    name: 'podinfod', image: 'podinfo:1', ports: [{ name: 'http', containerPort: 9898 }, { name: 'grpc', containerPort: 9999 }],
    env: [
      { name: 'P', value: 'podinfo' },
      { name: 'E', valueFrom: { configMapKeyRef: { name: 'env-cm', key: 'a' } } },
      { name: 'S', valueFrom: { secretKeyRef: { name: 'env-sec', key: 'a' } } },
      { name: 'O', valueFrom: { configMapKeyRef: { name: 'no-cm', key: 'a', optional: true } } },
      { name: 'O2', valueFrom: { secretKeyRef: { name: 'no-sec', key: 'a', optional: true } } },
      { name: 'N', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
    envFrom: [{ prefix: 'X_', configMapRef: { name: 'from-cm' } }, { secretRef: { name: 'from-sec' } }, { configMapRef: { name: 'no-from', optional: true } }],
    volumeMounts: [{ name: 'v1', mountPath: '/v1' }],
  },
  { name: 'side', image: 'side:1', ports: [{ containerPort: 9000 }], envFrom: [{ configMapRef: { name: 'side-cm' } }] },
];

const volumes = [
  { name: 'v1', configMap: { name: 'vol-cm', items: [{ key: 'a', path: 'a' }] } },
  { name: 'v2', secret: { secretName: 'vol-sec', optional: false } },
  { name: 'v3', projected: { sources: [{ configMap: { name: 'proj-cm' } }, { secret: { name: 'proj-sec' } }, { serviceAccountToken: { path: 't' } }, { configMap: { name: 'proj-no', optional: true } }] } },
  { name: 'v4', emptyDir: {} },
  { name: 'v5', configMap: { name: 'no-vol', optional: true } },
  { name: 'v6', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  { name: 'v7', secret: { secretName: 'no-vsec', optional: true } },
];

const podSpec = {
  serviceAccountName: 'runner', terminationGracePeriodSeconds: 3, imagePullSecrets: [{ name: 'pull' }], priorityClassName: '', hostAliases: [{ ip: '1.2.3.4', hostnames: ['x'] }],
  securityContext: { runAsUser: 1000 }, nodeSelector: {}, tolerations: [{ key: 'k', operator: 'Exists' }], affinity, topologySpreadConstraints, containers, volumes,
  initContainers: [{ name: 'i', image: 'init:1', env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'init-cm', key: 'a' } } }], envFrom: [{ secretRef: { name: 'init-sec' } }] }],
};

/** A Deployment that uses all that a release has to see to. */
const wholePod: Loose = {
  apiVersion: 'apps/v1', kind: 'Deployment',
  metadata: {
    name: 'podinfo', labels: { app: 'podinfo', 'team.example/owner': 'a', 'app.kubernetes.io/part-of': 'shop' },
    annotations: { 'team.example/note': 'n', 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'kustomize.toolkit.fluxcd.io/checksum': 'abc' },
  },
  spec: {
    replicas: 2, minReadySeconds: 1, revisionHistoryLimit: 3, progressDeadlineSeconds: 120, paused: false,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '50%' } }, selector: byName,
    template: {
      metadata: { labels: { app: 'podinfo', version: 'podinfo', other: 'x' }, annotations: { 'prometheus.io/scrape': 'true', 'flagger.app/config-tracking': 'x' } },
      spec: podSpec,
    },
  },
};

const sessionAffinity = {
  cookieName: 'flagger-cookie', primaryCookieName: 'primary-cookie', maxAge: 600, domain: 'example.com', path: '/app', httpOnly: true, secure: true, partitioned: true, sameSite: 'None',
};

/** Releases of targets and Services with all that they can have, in which real Flagger was recorded. */
export const targetScenarios: readonly Scenario[] = [
  {
    name: 'istio-whole-pod',
    objects: () => [serviceAccount, ...configMaps, ...secrets, pullSecret, wholePod, canary('istio', { stepWeight: 50, maxWeight: 50, metrics: [] }, { service: { portDiscovery: true, targetPort: 'http' } })],
    steps: async lab => {
      await initialized(lab);
      await lab.patch('apps/v1', 'Deployment', 'podinfo', {
        metadata: { labels: { 'team.example/owner': 'b' }, annotations: { 'team.example/note': 'm', fresh: '1' } },
        spec: { minReadySeconds: 0, strategy: { type: 'Recreate', rollingUpdate: null }, revisionHistoryLimit: 5 },
      });
      await lab.sleep(REST_MS);
      await released(lab);
    },
  },
  {
    name: 'istio-affinity-twice',
    objects: () => [deployment(), canary('istio', { ...NO_METRICS, sessionAffinity }, { service: { match: [{ uri: { prefix: '/api' } }, { headers: { cookie: { regex: 'x' } } }] } })],
    steps: async lab => {
      await initialized(lab);
      await released(lab);
      await released(lab, '3');
    },
  },
  {
    name: 'istio-tcp',
    objects: () => [
      deployment(),
      canary('istio', NO_METRICS, { service: { appProtocol: 'tcp', portName: 'tcp', match: [{ port: 80, gateways: ['mesh'], sourceLabels: { a: 'b' } }], gateways: ['g'], hosts: ['h.example.com'] } }),
    ],
    steps: async lab => {
      await initialized(lab);
      await released(lab);
    },
  },
  {
    name: 'istio-refused-rule',
    objects: () => [deployment(), canary('istio', { stepWeight: 50, maxWeight: 50, metrics: [] })],
    steps: async lab => {
      await initialized(lab);
      await lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec: { service: { trafficPolicy: { outlierDetection: { interval: '0s' } } } } });
      await lab.sleep(22_000);
    },
  },
];

import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { permissionsIn, printedRole } from '../../../controller/test/e2e/permissions.ts';
import { inDeploy, objectsIn, only, render, run } from './helm.ts';
import type { Rendered, Values } from './helm.ts';

const objects = (chart: string, values: Values = {}): readonly Rendered[] => objectsIn(render(chart, values));
const SELECTOR = { 'app.kubernetes.io/name': 'flagger', 'app.kubernetes.io/instance': 'flagger' };

/** Values that set every flag for which there is one. */
const EVERY_FLAG: Readonly<Record<string, Values>> = {
  flagger: {
    meshProvider: 'istio', providers: ['istio'], namespace: 'prod', selectorLabels: 'app', ingressAnnotationsPrefix: 'p', includeLabelPrefix: 'p', ingressClass: 'c', eventWebhook: 'http://e',
    clusterName: 'c', kubeconfigQPS: 1, kubeconfigBurst: 1, threadiness: 1, noCrossNamespaceRefs: true, maxConcurrentRollouts: 1, maxConcurrentRolloutsPerNamespace: 1,
    slack: { channel: 'c', url: 'http://s', proxyUrl: 'http://p' }, msteams: { url: 'http://t', proxyUrl: 'http://p' }, leaderElection: { enabled: true }, controlplane: { kubeconfig: { secretName: 's' } },
  },
  loadtester: { gateConfigMap: 'gates' },
};

interface PodFields {
  readonly template: { readonly metadata: { readonly labels: object }; readonly spec: Readonly<Record<string, unknown>> & { readonly containers: readonly { readonly args?: readonly string[] }[] } };
}

const podOf = (chart: string, values: Values = {}): PodFields['template'] => (only('Deployment', objects(chart, values)).spec as unknown as PodFields).template;
const argsOf = (chart: string, values: Values = {}): readonly string[] => podOf(chart, values).spec.containers[0]?.args ?? [];

describe("an upgrade of a release of Flagger's charts", () => {
  it.each([
    ['flagger', 'flagger', SELECTOR],
    ['flagger', 'flagger-prometheus', { 'app.kubernetes.io/name': 'flagger-prometheus', 'app.kubernetes.io/instance': 'flagger' }],
    ['loadtester', 'flagger-loadtester', { app: 'loadtester' }],
  ])('%s: changes no selector of the Deployment %s, which is not allowed', (chart, name, matchLabels) => {
    const deployment = objects(chart, chart === 'flagger' ? { prometheus: { install: true } } : {}).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    expect(deployment?.spec?.['selector']).toEqual({ matchLabels });
  });
});

describe('monitoring of the operator', () => {
  it('a PodMonitor scrapes its pods', () => {
    const monitor = only('PodMonitor', objects('flagger', { podMonitor: { enabled: true, namespace: 'monitoring', interval: '5s', additionalLabels: { release: 7 }, honorLabels: true } }));
    expect(monitor).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', metadata: { name: 'flagger', namespace: 'monitoring', labels: { release: '7' } } });
    expect(monitor.spec).toEqual({
      selector: { matchLabels: SELECTOR }, namespaceSelector: { matchNames: ['flagger-system'] },
      podMetricsEndpoints: [{ port: 'http', path: '/metrics', interval: '5s', honorLabels: true }],
    });
    expect(podOf('flagger').metadata.labels).toMatchObject(SELECTOR);
  });

  it('a ServiceMonitor scrapes it through a Service', () => {
    const rendered = objects('flagger', { serviceMonitor: { enabled: true, namespace: 'monitoring', labels: { release: 'prometheus' } } });
    const monitor = only('ServiceMonitor', rendered);
    expect(monitor.metadata).toMatchObject({ name: 'flagger', namespace: 'monitoring', labels: { release: 'prometheus' } });
    expect(monitor.spec).toEqual({
      selector: { matchLabels: SELECTOR }, namespaceSelector: { matchNames: ['flagger-system'] },
      endpoints: [{ port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '30s', honorLabels: false }],
    });
    const service = only('Service', rendered);
    expect(service.metadata).toMatchObject({ namespace: 'flagger-system', labels: SELECTOR });
    expect(service.spec).toEqual({ selector: SELECTOR, ports: [{ name: 'http', port: 8080, targetPort: 'http' }] });
  });

  it('the policy of Linkerd lets its account reach the Prometheus of viz', () => {
    const policy = only('AuthorizationPolicy', objects('flagger', { linkerdAuthPolicy: { create: true }, serviceAccount: { name: 'canaries' } }));
    expect(policy.metadata).toMatchObject({ name: 'prometheus-admin-flagger', namespace: 'linkerd-viz' });
    expect(policy.spec).toEqual({
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: 'prometheus-admin' },
      requiredAuthenticationRefs: [{ kind: 'ServiceAccount', name: 'canaries', namespace: 'flagger-system' }],
    });
  });

  it('there is none of it unless asked for', () => {
    expect(objects('flagger').map(({ kind }) => kind).toSorted()).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Deployment', 'ServiceAccount']);
  });
});

describe('rights of the operator', () => {
  const sorted = (manifest: string): readonly string[] => [...new Set(permissionsIn(manifest))].toSorted();

  it.each([['every provider', []], ['istio and kuma', ['istio', 'kuma']]])('are what the binary prints, for %s', (_, providers) => {
    const printed = printedRole(providers.join(), 'flagger');
    expect(sorted(render('flagger', { providers }))).toEqual(sorted(printed));
  });

  it('are a Role in the namespace that is watched, where the values say so', () => {
    const values = { providers: ['istio', 'kuma'], namespace: 'prod', rbac: { namespaced: true } };
    const printed = printedRole('istio,kuma', 'flagger', ['-namespace=prod']);
    const byKind = (rendered: readonly Rendered[], kind: string): readonly string[] => sorted(JSON.stringify(only(kind, rendered)));
    for (const kind of ['Role', 'ClusterRole']) expect(byKind(objects('flagger', values), kind)).toEqual(byKind(objectsIn(printed), kind));
    expect(only('Role', objects('flagger', values)).metadata.namespace).toBe('prod');
    expect(only('RoleBinding', objects('flagger', values))).toMatchObject({ metadata: { namespace: 'prod' }, subjects: [{ namespace: 'flagger-system', name: 'flagger' }] });
  });

  it('are no ClusterRole in a namespace, where no provider needs it', () => {
    const kinds = objects('flagger', { providers: ['istio'], namespace: 'prod', rbac: { namespaced: true } }).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['Deployment', 'Role', 'RoleBinding', 'ServiceAccount']);
  });
});

describe('flags', () => {
  it('of the operator are text, whatever is in it', () => {
    expect(argsOf('flagger', { slack: { user: 'flagger: bot #1' }, kubeconfigQPS: 1_000_000, extraArgs: ['-zap-encoding=console'] })).toEqual([
      '-log-level=info', '-metrics-server=http://prometheus:9090', '-enable-config-tracking=true', '-slack-user=flagger: bot #1', '-kubeconfig-qps=1000000', '-zap-encoding=console',
    ]);
  });

  it('of the load tester', () => {
    expect(argsOf('loadtester')).toEqual([
      '-port=8080', '-log-level=info', '-timeout=1h', '-namespace-regexp=', '-max-tasks=256', '-allowed-commands=hey,wrk,ghz,curl,helm,bats', '-token-file=/var/run/loadtester/token',
    ]);
    expect(argsOf('loadtester', { cmd: { allowed: null }, auth: { enabled: false }, maxTasks: 1_000_000, gateConfigMap: 'gates', extraArgs: ['-zap-encoding=console'] })).toEqual([
      '-port=8080', '-log-level=info', '-timeout=1h', '-namespace-regexp=', '-max-tasks=1000000', '-gate-config-map=test/gates', '-zap-encoding=console',
    ]);
  });

  it.each([
    ['flagger', join(inDeploy('../controller/dist'), 'flagger.js')],
    ['loadtester', join(inDeploy('../loadtester/dist'), 'loadtester.js')],
  ])('of %s are known to the binary', (chart, binary) => {
    const known = run(process.execPath, [binary, '-help'], '');
    const flags = argsOf(chart, EVERY_FLAG[chart]).map(flag => flag.replace(/=.*/s, ''));
    expect(flags.filter(flag => !known.includes(`  ${flag}\n`))).toEqual([]);
  });
});

describe('the gates of the load tester', () => {
  it('have an account that may read and write their ConfigMap, and nothing else', () => {
    const rendered = objects('loadtester', { gateConfigMap: 'gates' });
    expect(only('Role', rendered).rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['gates'], verbs: ['get', 'patch'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]);
    expect(only('RoleBinding', rendered)).toMatchObject({ subjects: [{ name: 'flagger-loadtester', namespace: 'test' }] });
    expect(podOf('loadtester', { gateConfigMap: 'gates' }).spec['serviceAccountName']).toBe('flagger-loadtester');
  });

  it.each([[{}, undefined], [{ serviceAccountName: 'runner' }, 'runner'], [{ rbac: { create: true } }, 'flagger-loadtester']])('are bound to whom %j says', (values, account) => {
    expect(podOf('loadtester', values).spec['serviceAccountName']).toBe(account);
    expect(only('RoleBinding', objects('loadtester', { ...values, gateConfigMap: 'gates' }).filter(({ metadata }) => metadata.name.endsWith('-gates'))))
      .toMatchObject({ subjects: [{ name: account ?? 'flagger-loadtester' }] });
  });
});

describe("objects of the user's own", () => {
  it.each(['flagger', 'loadtester'])('are installed with %s, as YAML or as text', chart => {
    const extraDeploy = [{ kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-a' } }, 'kind: ConfigMap\nmetadata: { name: b }'];
    const added = objects(chart, { extraDeploy }).filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
    expect(added).toEqual(expect.arrayContaining([expect.stringMatching(/^flagger.*-a$/), 'b']));
  });

  it('sidecars and spread stand beside the operator', () => {
    const { containers, topologySpreadConstraints } = podOf('flagger', { additionalContainers: [{ name: '{{ .Release.Name }}-proxy' }], topologySpreadConstraints: [{ topologyKey: 'zone' }] }).spec;
    expect(containers.map(each => (each as { name?: string }).name)).toEqual(['flagger', 'flagger-proxy']);
    expect(topologySpreadConstraints).toEqual([{ topologyKey: 'zone' }]);
  });
});

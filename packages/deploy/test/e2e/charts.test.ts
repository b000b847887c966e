import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { ControlPlane } from '../../../controller/test/e2e/control-plane.ts';
import { inDeploy, render, run } from './helm.ts';
import type { Values } from './helm.ts';

const NAMESPACES = ['flagger-system', 'test', 'prod', 'monitoring', 'viz', 'linkerd-viz'];
const CRDS = ['crds/third-party/istio.yaml', 'crds/third-party/appmesh.yaml', 'test/fixtures/prometheus-operator.yaml', 'test/fixtures/linkerd-policy.yaml'];
const inherited = (file: string): Values => parse(readFileSync(inDeploy(`test/fixtures/${file}`), 'utf8')) as Values;
const MONITORED = { serviceMonitor: { enabled: true }, podMonitor: { enabled: true }, podDisruptionBudget: { enabled: true }, linkerdAuthPolicy: { create: true } };
let plane: ControlPlane;

beforeAll(() => {
  plane = ControlPlane.start(17_443);
  for (const namespace of NAMESPACES) plane.kubectl('create', 'namespace', namespace);
  plane.installCrds(CRDS.map(inDeploy));
});
afterAll(() => plane.stop());

const kubectl = (args: readonly string[], input = ''): string => run('kubectl', ['--kubeconfig', plane.kubeconfig, ...args], input);
/** What the API server would make of a manifest of which it must know each field. */
const accept = (manifest: string): string => kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'], manifest);

describe('what operators install', () => {
  it.each(['flagger', 'loadtester'])('helm lint finds nothing in the chart %s', name => {
    expect(run('helm', ['lint', '--strict', inDeploy(`charts/${name}`)])).toContain('0 chart(s) failed');
  });

  it.each<[string, Values]>([
    ['flagger', {}],
    ['flagger', { providers: ['istio', 'kubernetes'], leaderElection: { enabled: true, replicaCount: 2 }, ...MONITORED }],
    ['flagger', { slack: { channel: 'alerts' }, controlplane: { kubeconfig: { secretName: 'remote' } }, noCrossNamespaceRefs: true, maxConcurrentRollouts: 3 }],
    ['flagger', { namespace: 'prod', rbac: { namespaced: true }, prometheus: { install: true, securityContext: { enabled: true } } }],
    ['flagger', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }], additionalContainers: [{ name: 'side', image: 'side' }] }],
    ['flagger', inherited('flagger-1.44-values.yaml')],
    ['loadtester', { rbac: { create: true }, podDisruptionBudget: { enabled: true }, podSecurityContext: { enabled: true } }],
    ['loadtester', { rbac: { create: true, scope: 'cluster' }, auth: { enabled: false }, cmd: { allowed: null } }],
    ['loadtester', { gateConfigMap: 'gates', replicaCount: 2, extraDeploy: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more', namespace: 'test' } }] }],
    ['loadtester', inherited('loadtester-0.38-values.yaml')],
  ])('a cluster takes the chart %s with %j', (name, values) => {
    expect(accept(render(name, values))).toContain('deployment.apps');
  });

  it('a cluster takes the CRDs of the chart, also as templates', () => {
    const asCrds = accept(render('flagger', {}, '--include-crds'));
    expect(asCrds).toContain('customresourcedefinition.apiextensions.k8s.io/canaries.flagger.app');
    expect(accept(render('flagger', { crd: { create: true } }, '--skip-crds')).split('\n').toSorted()).toEqual(asCrds.split('\n').toSorted());
  });

  it('a cluster takes the kustomize base', () => {
    expect(accept(run('kubectl', ['kustomize', inDeploy('kustomize/base')]))).toContain('deployment.apps/flagger');
  });
});

describe('helm on a cluster', () => {
  const helm = (...args: readonly string[]): string => run('helm', ['--kubeconfig', plane.kubeconfig, '--namespace', 'test', ...args]);

  it('installs the operator, changes it and takes it away, but for the CRDs', () => {
    const chart = inDeploy('charts/flagger');
    expect(helm('install', 'flagger', chart, '--wait', '--timeout', '60s')).toContain('Flagger installed');
    helm('upgrade', 'flagger', chart, '--set', 'namespace=prod,rbac.namespaced=true', '--wait', '--timeout', '60s');
    expect(kubectl(['--namespace', 'prod', 'get', 'roles,rolebindings', '--output', 'name'])).toContain('role.rbac.authorization.k8s.io/flagger\n');
    expect(kubectl(['get', 'clusterroles', 'flagger', '--ignore-not-found'])).toBe('');
    helm('uninstall', 'flagger', '--wait');
    expect(kubectl(['get', 'crds', '--output', 'name'])).toContain('canaries.flagger.app');
  });

  it('tells where the load tester is, and what it still needs', () => {
    const notes = helm('install', 'flagger-loadtester', inDeploy('charts/loadtester'), '--set', 'replicaCount=2');
    expect(notes).toContain('http://flagger:TOKEN@flagger-loadtester.test/');
    expect(notes).toContain('kubectl -n test create secret generic flagger-loadtester-token');
    expect(notes).toContain('Set gateConfigMap.');
    const open = helm('upgrade', 'flagger-loadtester', inDeploy('charts/loadtester'), '--set', 'auth.enabled=false,gateConfigMap=gates,replicaCount=2,service.port=8080');
    expect(open.slice(open.indexOf('NOTES'))).toBe("NOTES:\nFlagger's load tester installed. Canaries reach it at http://flagger-loadtester.test:8080/\n");
  });
});

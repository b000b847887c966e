import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ControlPlane } from '../../../controller/test/e2e/control-plane.ts';
import { render, run } from '../../../deploy/test/e2e/helm.ts';
import { WHO } from '../tester-lab.ts';
import { TesterProcess } from './tester-process.ts';

/** Below those that the system gives to whoever connects. */
const API_PORT = 28_843;
const REPLICAS = 2;
const folder = mkdtempSync(join(tmpdir(), 'tester-cluster-'));
const account = join(folder, 'account');
/** What `helm test` takes, as the page on installing has it. */
const HELM_TEST_RULES = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'update'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] },
];

let plane: ControlPlane;
let replicas: readonly TesterProcess[];

const kubectl = (...args: readonly string[]): string => run('kubectl', ['--kubeconfig', plane.kubeconfig, '--namespace', WHO.namespace, ...args]);
const startReplica = (): TesterProcess =>
  TesterProcess.start({ cluster: { host: '127.0.0.1', port: API_PORT, account } }, `-gate-config-map=${WHO.namespace}/gates`);

beforeAll(() => {
  plane = ControlPlane.start(API_PORT);
  plane.kubectl('create', 'namespace', WHO.namespace);
  const chart = render('loadtester', { gateConfigMap: 'gates', replicaCount: REPLICAS, auth: { enabled: false }, rbac: { create: true, rules: HELM_TEST_RULES } });
  run('kubectl', ['--kubeconfig', plane.kubeconfig, 'apply', '--validate=strict', '-f', '-'], chart);
  mkdirSync(account);
  writeFileSync(join(account, 'token'), kubectl('create', 'token', 'flagger-loadtester'));
  writeFileSync(join(account, 'namespace'), WHO.namespace);
  copyFileSync(join(plane.dir, 'certs/apiserver.crt'), join(account, 'ca.crt'));
  replicas = Array.from({ length: REPLICAS }, startReplica);
}, 120_000);

afterAll(async () => {
  await Promise.all(replicas.map(replica => replica.stop()));
  plane.stop();
  rmSync(folder, { recursive: true });
});

/** The answers of all replicas about a gate. */
const asked = (path: string, canary = WHO): Promise<readonly number[]> => Promise.all(replicas.map(async replica => (await replica.post(path, canary)).status));
const via = async (replica: number, path: string, canary = WHO): Promise<number> => (await replicas[replica]?.post(path, canary))?.status ?? 0;

describe('two replicas with the account and the rights that the chart gives', () => {
  it('agree about a gate at once, whoever opens and closes it', async () => {
    expect(await asked('/gate/check')).toEqual([403, 403]);
    expect(await via(0, '/gate/open')).toBe(202);
    expect(await asked('/gate/check')).toEqual([200, 200]);
    expect(await asked('/rollback/check')).toEqual([403, 403]);
    expect(await via(1, '/gate/close')).toBe(202);
    expect(await asked('/gate/check')).toEqual([403, 403]);
    expect(await via(1, '/rollback/open')).toBe(202);
    expect(await asked('/rollback/check')).toEqual([200, 200]);
  });

  it('lose none of many gates that both change at once', async () => {
    const canaries = Array.from({ length: 200 }, (_, at) => ({ name: `shop-${at}`, namespace: WHO.namespace }));
    expect(new Set(await Promise.all(canaries.map((canary, at) => via(at % REPLICAS, '/gate/open', canary))))).toEqual(new Set([202]));
    await Promise.all(canaries.filter((_, at) => at % 3 === 0).map((canary, at) => via(at % REPLICAS, '/gate/close', canary)));
    const answers = await Promise.all(canaries.map(canary => asked('/gate/check', canary)));
    expect(answers).toEqual(canaries.map((_, at) => (at % 3 === 0 ? [403, 403] : [200, 200])));
  });

  it('remember gates over a restart', async () => {
    await via(0, '/gate/open');
    await Promise.all(replicas.map(replica => replica.stop()));
    replicas = Array.from({ length: REPLICAS }, startReplica);
    expect(await asked('/gate/check')).toEqual([200, 200]);
    expect(kubectl('get', 'configmap', 'gates', '--output', 'jsonpath={.data}')).toContain('podinfo');
  });

  it('may do nothing else with ConfigMaps', () => {
    const may = (...what: readonly string[]): string => {
      try {
        return kubectl('auth', 'can-i', ...what, '--as', `system:serviceaccount:${WHO.namespace}:flagger-loadtester`).trim();
      } catch {
        return 'no';
      }
    };
    expect([may('patch', 'configmap/gates'), may('get', 'configmap/other'), may('list', 'configmaps'), may('delete', 'configmap/gates')]).toEqual(['yes', 'no', 'no', 'no']);
  });
});

describe('helm test, by a webhook', () => {
  beforeAll(() => {
    const chart = join(folder, 'podinfo');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: podinfo\nversion: 1.0.0\n');
    writeFileSync(join(chart, 'templates/test.yaml'), TEST_POD);
    run('helm', ['--kubeconfig', plane.kubeconfig, '--namespace', WHO.namespace, 'install', 'podinfo', chart]);
  });

  it.each([['Succeeded', 200, /Phase: +Succeeded/], ['Failed', 500, /^command test podinfo -n test failed: [^]*pod podinfo-test failed/]])('where its pod has %s: %i', async (phase, status, body) => {
    const answer = replicas[0]?.task({ type: 'helmv3', cmd: 'test podinfo -n test', returnCmdOutput: 'true' });
    await endPod('podinfo-test', phase);
    expect(await answer).toMatchObject({ status, body: expect.stringMatching(body) });
    kubectl('delete', 'pod', 'podinfo-test', '--ignore-not-found', '--force', '--grace-period=0');
  });
});

/** Does what a node does when a container ends; no container runs here. */
async function endPod(name: string, phase: string): Promise<void> {
  while (kubectl('get', 'pod', name, '--ignore-not-found', '--output', 'jsonpath={.status.phase}') !== 'Running') await turn();
  kubectl('patch', 'pod', name, '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { phase } }));
}

const TEST_POD = `
apiVersion: v1
kind: Pod
metadata:
  name: podinfo-test
  annotations:
    helm.sh/hook: test
spec:
  restartPolicy: Never
  containers:
    - name: curl
      image: curl
`;

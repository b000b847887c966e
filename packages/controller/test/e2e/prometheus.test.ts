import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { createRealClock } from '@flagger/testkit';
import { ApiLab } from '../golden/api-lab.ts';
import { Backends } from '../golden/backends.ts';
import { phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { ControllerProcess, ControlPlane } from './control-plane.ts';
import { PrometheusProcess } from './prometheus-process.ts';
import { RequestExporter } from './request-exporter.ts';
import type { Behaviour } from './request-exporter.ts';
import { wallClock } from './wall-clock.ts';

const inDeploy = (path: string): string => fileURLToPath(new URL(`../../../deploy/${path}`, import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../dist/flagger.js', import.meta.url));
const PORTS = { api: 28743, controller: 28780, prometheus: 28790 };

const WELL: Behaviour = { failing: 0, durationMs: 20 };
const ANALYSIS = {
  stepWeight: 50, maxWeight: 50,
  metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '10s' }, { name: 'request-duration', thresholdRange: { max: 500 }, interval: '10s' }],
};

interface Release {
  readonly namespace: string;
  /** Requests before the release; undefined: there never were any. */
  readonly before: Behaviour | undefined;
  /** Requests while it is judged; undefined: none. */
  readonly during: Behaviour | undefined;
  readonly ends: 'Succeeded' | 'Failed';
  readonly says: RegExp;
}

const RELEASES: readonly Release[] = [
  { namespace: 'good', before: WELL, during: WELL, ends: 'Succeeded', says: /^Promotion completed! Scaling down podinfo\.good$/ },
  { namespace: 'faulty', before: WELL, during: { ...WELL, failing: 0.5 }, ends: 'Failed', says: /^Halt podinfo\.faulty advancement success rate [4-9]\d\.\d\d% < 99%$/ },
  { namespace: 'slow', before: WELL, during: { ...WELL, durationMs: 3000 }, ends: 'Failed', says: /^Halt podinfo\.slow advancement request duration 4\.\d+s > 500ms$/ },
  { namespace: 'unseen', before: undefined, during: undefined, ends: 'Failed', says: /^Halt advancement no values found for istio metric request-success-rate probably podinfo\.unseen is not receiving traffic/ },
  // The series are there, but do not grow: zero by zero.
  { namespace: 'forsaken', before: WELL, during: undefined, ends: 'Failed', says: /^Halt advancement no values found for istio metric request-success-rate probably podinfo\.forsaken is not receiving traffic/ },
];

let plane: ControlPlane;
let cluster: Cluster;
let exporter: RequestExporter;
let prometheus: PrometheusProcess;
let controller: ControllerProcess;
let folder: string;
const played = new Map<string, Promise<void>>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flagger-prometheus-e2e-'));
  exporter = await RequestExporter.start();
  prometheus = await PrometheusProcess.start(PORTS.prometheus, exporter.address);
  plane = ControlPlane.start(PORTS.api);
  plane.installCrds(['crds/flagger.yaml', 'crds/third-party/istio.yaml', 'crds/third-party/keda.yaml'].map(inDeploy));
  const kubeconfig = plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'));
  cluster = await createCluster({ kubeconfig: plane.kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 10_000, burst: 10_000 });
  const flags = [`-kubeconfig=${kubeconfig}`, `-metrics-server=${prometheus.url}`, '-mesh-provider=istio', `-port=${PORTS.controller}`, '-log-level=info'];
  controller = new ControllerProcess(flags, { bundle: BUNDLE, log: join(folder, 'controller.log') });
  await controller.healthy(PORTS.controller);
  for (const release of RELEASES) played.set(release.namespace, play(release));
  // All play at once; each test waits for its own. A failure belongs to the test that asks for it.
  await Promise.allSettled(played.values());
}, 300_000);

afterAll(async () => {
  await controller.stop();
  await cluster.close();
  await prometheus.stop();
  await exporter.stop();
  plane.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function play({ namespace, before, during, ends }: Release): Promise<void> {
  exporter.behave(namespace, before);
  const lab = new ApiLab({ namespace, base: '', backends: new Backends(namespace, wallClock.now), cluster, pacer: wallClock });
  await lab.createNamespace();
  for (const object of [deployment(), canary('istio', ANALYSIS)]) await lab.create(object);
  await phase(lab, 'Initialized');
  // A window of requests as they were is behind the release.
  await lab.sleep(12_000);
  exporter.behave(namespace, during);
  await lab.image('2');
  await phase(lab, ends);
}

function messages(namespace: string): readonly string[] {
  return plane.kubectl('-n', namespace, 'get', 'events', '-o', 'jsonpath={range .items[*]}{.message}{"\\n"}{end}').split('\n');
}

describe('judged by a real Prometheus', () => {
  it.each(RELEASES)('the release of $namespace ends as $ends', async ({ namespace, says }) => {
    await played.get(namespace);
    expect(messages(namespace)).toContainEqual(expect.stringMatching(says));
  });

  it('which is available from the beginning', () => {
    expect(controller.log()).toContain(`Connected to metrics server ${prometheus.url}`);
    for (const { namespace } of RELEASES) expect(messages(namespace)).toContain('all the metrics providers are available!');
  });
});

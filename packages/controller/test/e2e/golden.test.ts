import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { createRealClock } from '@flagger/testkit';
import { ApiLab } from '../golden/api-lab.ts';
import { serveBackends } from '../golden/backend-server.ts';
import type { BackendServer } from '../golden/backend-server.ts';
import { Backends } from '../golden/backends.ts';
import { views } from '../golden/compare.ts';
import { makeRecording } from '../golden/recording.ts';
import type { Recording } from '../golden/recording.ts';
import { meshScenarios } from '../golden/mesh-scenarios.ts';
import { providerScenarios } from '../golden/provider-scenarios.ts';
import { scenarios as istioScenarios } from '../golden/scenarios.ts';
import type { Scenario } from '../golden/scenarios.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { AuditLog } from './audit-log.ts';
import { ControllerProcess, ControlPlane } from './control-plane.ts';
import { garbageCollected } from './garbage.ts';
import { wallClock } from './wall-clock.ts';

const inDeploy = (path: string): string => fileURLToPath(new URL(`../../../deploy/${path}`, import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../dist/flagger.js', import.meta.url));
const API_PORT = 36443;
const CONTROLLER_PORT = 36480;
/** Where the recordings' backends were: Secrets and annotations hold the address. */
const RECORDED_BASE = 'http://127.0.0.1:18080';
const CRDS = ['crds/flagger.yaml', ...readdirSync(inDeploy('crds/third-party')).map(file => `crds/third-party/${file}`)];
const scenarios: readonly Scenario[] = [...istioScenarios, ...providerScenarios, ...meshScenarios];

let plane: ControlPlane;
let cluster: Cluster;
let server: BackendServer;
let controller: ControllerProcess;
let audit: AuditLog;
let folder: string;
const backends = new Map<string, Backends>(scenarios.map(({ name }) => [name, new Backends(name, wallClock.now)]));
const results = new Map<string, Promise<Recording>>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flagger-golden-'));
  plane = ControlPlane.start(API_PORT);
  plane.installCrds(CRDS.map(inDeploy));
  const kubeconfig = plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'));
  cluster = await createCluster({ kubeconfig: plane.kubeconfig, clock: createRealClock(), logger: silentLogger, qps: 10_000, burst: 10_000 });
  server = await serveBackends(backends);
  audit = new AuditLog(join(plane.dir, 'audit.log'));
  const flags = [
    `-kubeconfig=${kubeconfig}`, `-metrics-server=${server.url}/prom`, '-mesh-provider=istio', `-port=${CONTROLLER_PORT}`, `-event-webhook=${server.url}/events`,
    `-slack-url=${server.url}/alert/global`, '-slack-channel=general', '-cluster-name=lab', '-log-level=info', '-include-label-prefix=team.example',
  ];
  controller = new ControllerProcess(flags, { bundle: BUNDLE, log: join(folder, 'controller.log') });
  await controller.healthy(CONTROLLER_PORT);
  for (const scenario of scenarios) results.set(scenario.name, play(scenario));
  // All play at once; each test waits for its own. A failure belongs to the test that asks for it.
  await Promise.allSettled(results.values());
}, 600_000);

afterAll(async () => {
  await controller.stop();
  await cluster.close();
  await server.close();
  plane.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function play({ name, objects, steps }: Scenario): Promise<Recording> {
  const own = backends.get(name);
  if (own === undefined) throw new Error(`no backends for ${name}`);
  const lab = new ApiLab({ namespace: name, base: server.url, backends: own, cluster, pacer: wallClock });
  await lab.createNamespace();
  for (const object of objects(lab)) await lab.create(object);
  lab.mark('objects created');
  await steps(lab);
  await lab.sleep(1500);
  await garbageCollected(lab);
  const final = await lab.dump();
  return makeRecording(name, [...own.heard, ...audit.writes(name)], final);
}

/** As if the backends had been where they were recorded, also where a Secret holds their address. */
function relocated(recording: Recording): Recording {
  const move = (text: string): string => text.replaceAll(server.url, RECORDED_BASE);
  const moveSecret = (base64: string): string => Buffer.from(move(Buffer.from(base64, 'base64').toString())).toString('base64');
  const secrets = Object.entries(recording.final).filter(([name]) => name.startsWith('Secret '));
  const moved = secrets.map(([name, secret]) => {
    const { data = {} } = secret as { readonly data?: Record<string, string> };
    return [name, { ...secret, data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, moveSecret(value)])) }];
  });
  return JSON.parse(move(JSON.stringify({ ...recording, final: { ...recording.final, ...Object.fromEntries(moved) } }))) as Recording;
}

const recorded = (name: string): Recording => JSON.parse(readFileSync(new URL(`../golden/recordings/${name}.json`, import.meta.url), 'utf8')) as Recording;

describe('as real Flagger did, on a real control plane', () => {
  it.each(scenarios.map(({ name }) => name))('%s', async name => {
    const ours = relocated(await (results.get(name) ?? Promise.reject(new Error('not played'))));
    for (const [view, see] of Object.entries(views)) expect({ [view]: see(ours) }).toEqual({ [view]: see(recorded(name)) });
  });

  it('asked for nothing that the shipped role does not allow', () => {
    expect(audit.denied()).toEqual([]);
  });
});

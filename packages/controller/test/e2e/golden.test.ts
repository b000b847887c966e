import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { views } from '../golden/compare.ts';
import { makeRecording } from '../golden/recording.ts';
import type { Recording } from '../golden/recording.ts';
import { meshScenarios } from '../golden/mesh-scenarios.ts';
import { providerScenarios } from '../golden/provider-scenarios.ts';
import { scenarios as istioScenarios } from '../golden/scenarios.ts';
import type { Scenario } from '../golden/scenarios.ts';
import { garbageCollected } from './garbage.ts';
import { inDeploy, Stage } from './stage.ts';

/** Below those that the system gives to whoever connects. */
const API_PORT = 28443;
const CONTROLLER_PORT = 28480;
/** Where the recordings' backends were: Secrets and annotations hold the address. */
const RECORDED_BASE = 'http://127.0.0.1:18080';
const scenarios: readonly Scenario[] = [...istioScenarios, ...providerScenarios, ...meshScenarios];

let stage: Stage;
const results = new Map<string, Promise<Recording>>();

beforeAll(async () => {
  stage = await Stage.start(API_PORT, scenarios.map(({ name }) => name));
  const kubeconfig = stage.plane.controllerKubeconfig(inDeploy('rbac/flagger.yaml'));
  await stage.startController('controller', CONTROLLER_PORT, [
    `-kubeconfig=${kubeconfig}`, '-mesh-provider=istio', `-slack-url=${stage.url}/alert/global`, '-slack-channel=general', '-cluster-name=lab', '-include-label-prefix=team.example',
  ]);
  for (const scenario of scenarios) results.set(scenario.name, play(scenario));
  // All play at once; each test waits for its own. A failure belongs to the test that asks for it.
  await Promise.allSettled(results.values());
}, 600_000);

afterAll(() => stage.stop(), 60_000);

async function play({ name, objects, steps }: Scenario): Promise<Recording> {
  const lab = stage.labIn(name);
  await lab.createNamespace();
  for (const object of objects(lab)) await lab.create(object);
  lab.mark('objects created');
  await steps(lab);
  await lab.sleep(1500);
  await garbageCollected(lab);
  const final = await lab.dump();
  return makeRecording(name, [...lab.backends.heard, ...stage.audit.writes(name)], final);
}

/** As if the backends had been where they were recorded, also where a Secret holds their address. */
function relocated(recording: Recording): Recording {
  const move = (text: string): string => text.replaceAll(stage.url, RECORDED_BASE);
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
    expect(stage.audit.denied()).toEqual([]);
  });
});

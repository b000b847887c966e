import { afterEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { CANARIES } from '@flagger/sdk';
import type { Canary, Manifest, Scaler, TargetController } from '@flagger/sdk';
import { targetsPlugin } from '../../src/index.ts';
import { env, logger, signal } from '../support/world.ts';
import { CRDS } from './crds.ts';
import { scenarios, withoutRunning } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const KINDS = [
  ['v1', 'Service'], ['apps/v1', 'Deployment'], ['apps/v1', 'DaemonSet'], ['v1', 'ConfigMap'], ['v1', 'Secret'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['keda.sh/v1alpha1', 'ScaledObject'],
] as const;
const NAMESPACE = 'test';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** One canary's target and scaler on an API server, driven as the state machine does. */
interface Release {
  readonly api: ApiServer;
  readonly canary: Canary;
  readonly target: TargetController;
  readonly scaler: Scaler | undefined;
}

const maker = <T extends { readonly handles: readonly { readonly kind: string }[] }>(factories: readonly T[], kind: string): T =>
  factories.find(({ handles }) => handles.some(handle => handle.kind === kind))!;

async function begin({ canary, objects }: Scenario): Promise<Release> {
  const clock = createVirtualClock();
  const api = await startApiServer({ clock });
  open.push(() => api.close());
  api.installCrds(CRDS);
  for (const object of [canary, ...objects]) api.store.create(inNamespace(object));
  const cluster = await createCluster({ master: api.url, clock, logger });
  open.push(() => cluster.close());
  const live = env(cluster.store, { includeLabelPrefixes: ['team.example'] });
  const { autoscalerRef, targetRef } = canary.spec;
  return {
    api,
    canary: api.store.get(CANARIES, { namespace: NAMESPACE, name: canary.metadata.name })!,
    target: maker(targetsPlugin.targets, targetRef.kind).create(live),
    scaler: autoscalerRef && maker(targetsPlugin.scalers, autoscalerRef.kind).create(live),
  };
}

function inNamespace<T extends Manifest>(object: T): T {
  return { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
}

/** What happens at every tick, whatever the phase. */
async function converge({ canary, target, scaler }: Release): Promise<void> {
  const metadata = await target.metadata(canary, signal);
  await target.exposeWorkloads(canary, metadata, signal);
  await target.initialize(canary, signal);
  await scaler?.create(canary, metadata, signal);
  await target.exposeApex(canary, metadata, signal);
}

async function stopTarget({ canary, target, scaler }: Release): Promise<void> {
  await scaler?.pause(canary, signal);
  await target.scaleToZero(canary, signal);
}

async function run(release: Release): Promise<void> {
  const { canary, target, scaler } = release;
  await scaler?.resume(canary, signal);
  await target.scaleFromZero(canary, signal);
  await target.promote(canary, signal);
  await scaler?.sync(canary, await target.metadata(canary, signal), signal);
  await stopTarget(release);
}

async function revert({ api, canary, target, scaler }: Release): Promise<void> {
  await scaler?.resume(canary, signal);
  await target.finalize(canary, signal);
  await target.restoreApex(canary, await target.metadata(canary, signal), signal);
  api.store.remove(CANARIES, canary.metadata);
}

/** Changes go through the API, and are seen once a watch has told of them. */
async function change(release: Release, { changes }: Scenario): Promise<void> {
  const before = await release.target.revision(release.canary, signal);
  for (const { apiVersion, kind, name, patch } of changes) release.api.store.patch({ apiVersion, kind }, { namespace: NAMESPACE, name }, patch);
  for (;;) {
    const now = await release.target.revision(release.canary, signal);
    if (now.hash !== before.hash || JSON.stringify(now.trackedConfigs) !== JSON.stringify(before.trackedConfigs)) return;
    await new Promise<void>(resolve => void setImmediate(resolve));
  }
}

const idOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

describe.each(scenarios())('$scenario: $describes', scenario => {
  it('ends with the objects that Flagger left', async () => {
    const release = await begin(scenario);
    await converge(release);
    await stopTarget(release);
    if (scenario.end === 'succeeded') {
      await change(release, scenario);
      await run(release);
    }
    if (scenario.end === 'deleted') await revert(release);
    const left = KINDS.flatMap(([apiVersion, kind]) => release.api.store.list({ apiVersion, kind }, NAMESPACE));
    const byId = (objects: readonly Manifest[]) => Object.fromEntries(objects.map(object => [idOf(object), withoutRunning(inNamespace(object))]));
    expect(byId(left)).toEqual(byId(scenario.final));
  });

  it('asks nothing of the API server once it has converged', async () => {
    const release = await begin(scenario);
    await converge(release);
    await stopTarget(release);
    await release.target.revision(release.canary, signal);
    const before = release.api.requests.total;
    await converge(release);
    await stopTarget(release);
    await release.target.revision(release.canary, signal);
    expect(release.api.requests.records.slice(before)).toEqual([]);
  });
});

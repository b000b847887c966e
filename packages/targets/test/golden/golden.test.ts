import { describe, expect, it } from '@jest/globals';
import { CANARIES } from '@flagger/sdk';
import type { Manifest } from '@flagger/sdk';
import { converge, inNamespace, NAMESPACE, startRelease, stopTarget } from '../support/release.ts';
import type { Release } from '../support/release.ts';
import { signal } from '../support/world.ts';
import { scenarios, withoutRunning } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const KINDS = [
  ['v1', 'Service'], ['apps/v1', 'Deployment'], ['apps/v1', 'DaemonSet'], ['v1', 'ConfigMap'], ['v1', 'Secret'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'], ['keda.sh/v1alpha1', 'ScaledObject'],
] as const;
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
    const release = await startRelease(scenario.canary, scenario.objects);
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
    const release = await startRelease(scenario.canary, scenario.objects);
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

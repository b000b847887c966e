import { afterEach } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { CANARIES } from '@flagger/sdk';
import type { Canary, Manifest, Scaler, TargetController } from '@flagger/sdk';
import { targetsPlugin } from '../../src/index.ts';
import { CRDS } from './crds.ts';
import { env, logger, signal } from './world.ts';

/** Where the objects of a release are. */
export const NAMESPACE = 'test';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** One canary's target and scaler on an API server, driven as the state machine does. */
export interface Release {
  readonly api: ApiServer;
  readonly canary: Canary;
  readonly target: TargetController;
  readonly scaler: Scaler | undefined;
}

const maker = <T extends { readonly handles: readonly { readonly kind: string }[] }>(factories: readonly T[], kind: string): T =>
  factories.find(({ handles }) => handles.some(handle => handle.kind === kind))!;

/** Starts an API server with the user's objects, and what releases them. */
export async function startRelease(canary: Canary, objects: readonly Manifest[]): Promise<Release> {
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

/** The object in the namespace of the release. */
export function inNamespace<T extends Manifest>(object: T): T {
  return { ...object, metadata: { ...object.metadata, namespace: NAMESPACE } };
}

/** What happens at every tick, whatever the phase. */
export async function converge({ canary, target, scaler }: Release): Promise<void> {
  const metadata = await target.metadata(canary, signal);
  await target.exposeWorkloads(canary, metadata, signal);
  await target.initialize(canary, signal);
  await scaler?.create(canary, metadata, signal);
  await target.exposeApex(canary, metadata, signal);
}

/** The target rests, and its scaler too. */
export async function stopTarget({ canary, target, scaler }: Release): Promise<void> {
  await scaler?.pause(canary, signal);
  await target.scaleToZero(canary, signal);
}

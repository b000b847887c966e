import { isDeepStrictEqual } from 'node:util';
import { unmetDemands } from '@flagger/core';
import { CANARIES, isCanaryError } from '@flagger/sdk';
import type { Canary, CanaryService, Router, RouteSubject, Traffic } from '@flagger/sdk';
import { createRealClock } from '@flagger/testkit';
import { silentLogger } from '../../golden/silent-logger.ts';
import { givenFor } from './actors.ts';
import type { SchemaActor } from './actors.ts';
import type { Judge } from './judge.ts';
import { JudgedStore } from './judged-store.ts';
import type { JudgedWrite } from './judged-store.ts';
import type { SchemaRow } from './rows.ts';

/** What came of a canary. */
export interface SchemaReport {
  readonly writes: readonly JudgedWrite[];
  /** Why its objects can't be written, by the provider's words or by the API server's. */
  readonly refusal?: string;
  /** Writes of calls that had nothing to change, and splits that were read otherwise than they were written. */
  readonly restless: readonly string[];
}

interface Stage {
  readonly actor: SchemaActor;
  readonly store: JudgedStore;
  readonly restless: string[];
}

const split = (canary: number, mirrored = false): Traffic => ({ primary: 100 - canary, canary, mirrored });
const { signal } = new AbortController();

/** Offers the objects of a canary to an API server, at each step of its life; undefined where the provider can't run its analysis. */
export async function playRow(actor: SchemaActor, row: SchemaRow, judge: Judge): Promise<SchemaReport | undefined> {
  const { name, subject: { provider: { capabilities }, target = { labelKey: 'app', labelValue: 'podinfo', ports: [] } } } = actor;
  const wanted = canaryOf(actor, row);
  if (unmetDemands(wanted.spec, { name, capabilities, loaded: [] }).some(({ outcome }) => outcome === 'refused')) return undefined;
  const stage: Stage = { actor, store: new JudgedStore(judge), restless: [] };
  const report = (): SchemaReport => ({ writes: stage.store.writes, restless: stage.restless });
  try {
    // The server's defaults are in it, as they are where an operator reads it.
    const { spec } = await stage.store.create(CANARIES, wanted);
    await give(actor, wanted, stage.store);
    const canary: Canary = { ...wanted, spec: { ...spec, provider: name }, metadata: { ...wanted.metadata, uid: 'uid-1' }, status: { phase: 'Progressing', ...row.status } };
    await release({ canary, target }, stage);
    return report();
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { ...report(), refusal: error.message };
  }
}

async function give(actor: SchemaActor, canary: Canary, store: JudgedStore): Promise<void> {
  for (const { type, object, status } of givenFor(actor, canary)) {
    await store.create(type, object);
    if (status !== undefined) await store.patchStatus(type, object.metadata, { status });
  }
}

function canaryOf({ subject: { canary: { spec } } }: SchemaActor, row: SchemaRow): Canary {
  const service: CanaryService = { port: 80, ...spec.service, ...row.service };
  return {
    apiVersion: CANARIES.apiVersion, kind: CANARIES.kind, metadata: { name: 'podinfo', namespace: 'test', ...(row.annotations && { annotations: row.annotations }) },
    spec: { ...spec, service, analysis: row.analysis },
  };
}

/** Routes appear, split, mirror, and are given back. */
async function release(subject: RouteSubject, stage: Stage): Promise<void> {
  const { actor: { name, subject: { provider } }, store } = stage;
  const router = provider.createRouter({
    name, store, clock: createRealClock(), logger: silentLogger, ownerReferences: true, ingressAnnotationsPrefix: 'nginx.ingress.kubernetes.io', ingressClass: 'public',
  });
  await twice('reconcile', () => router.reconcile(subject, signal), stage);
  const { mirror, match } = subject.canary.spec.analysis;
  const splits = [...(mirror === true ? [split(0, true)] : []), ...(match === undefined ? [split(50)] : []), split(100), split(0)];
  for (const traffic of splits) {
    await twice(JSON.stringify(traffic), () => router.setTraffic(subject, traffic, signal), stage);
    if (provider.capabilities.readBack === 'immediate') await readBack(router, { subject, traffic }, stage);
    await idle(`reconcile at ${JSON.stringify(traffic)}`, () => router.reconcile(subject, signal), stage);
  }
  await router.finalize(subject, signal);
}

async function twice(step: string, perform: () => Promise<void>, stage: Stage): Promise<void> {
  await perform();
  await idle(`again ${step}`, perform, stage);
}

async function idle(step: string, perform: () => Promise<void>, { store, restless }: Stage): Promise<void> {
  const before = store.writes.length;
  await perform();
  restless.push(...store.writes.slice(before).map(({ verb, type, sent }) => `${step}: ${verb} ${type.kind} ${sent.metadata.name}`));
}

async function readBack(router: Router, { subject, traffic }: { readonly subject: RouteSubject; readonly traffic: Traffic }, { restless }: Stage): Promise<void> {
  const live = await router.getTraffic(subject, signal);
  if (!isDeepStrictEqual(live, traffic)) restless.push(`${JSON.stringify(traffic)} reads ${JSON.stringify(live)}`);
}

import { CANARIES, isCanaryError } from '@flagger/sdk';
import type { Canary, ResourceType, TargetController } from '@flagger/sdk';
import { targetsPlugin } from '@flagger/targets';
import { createRealClock, sampleSubject } from '@flagger/testkit';
import { deployment } from '../../golden/objects.ts';
import { silentLogger } from '../../golden/silent-logger.ts';
import type { Judge } from './judge.ts';
import { JudgedStore } from './judged-store.ts';
import type { SchemaReport } from './plays.ts';
import type { SchemaRow } from './rows.ts';

const DEPLOYMENTS: ResourceType = { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true };
const PORTS = [{ name: 'http', containerPort: 9898 }, { name: 'grpc', containerPort: 9999 }, { name: 'metrics', containerPort: 9797 }];
const { signal } = new AbortController();

/** Offers the Services of a canary, which every provider has, to an API server: twice, so that what it fills in is no reason to write again. */
export async function playServices(row: SchemaRow, judge: Judge): Promise<SchemaReport> {
  const store = new JudgedStore(judge);
  const restless: string[] = [];
  const { canary } = sampleSubject({ service: { ...row.service }, analysis: row.analysis });
  try {
    const { spec } = await store.create(CANARIES, canary);
    const target = deployment({ ports: PORTS });
    await store.create(DEPLOYMENTS, { ...target, metadata: { ...target.metadata, namespace: 'test' } });
    const controller = controllerOf(store);
    await expose(controller, { ...canary, spec });
    const before = store.writes.length;
    await expose(controller, { ...canary, spec });
    restless.push(...store.writes.slice(before).map(({ verb, sent }) => `again: ${verb} ${sent.kind} ${sent.metadata.name}`));
    return { writes: store.writes, restless };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    return { writes: store.writes, restless, refusal: error.message };
  }
}

async function expose(controller: TargetController, canary: Canary): Promise<void> {
  const target = await controller.metadata(canary, signal);
  await controller.exposeWorkloads(canary, target, signal);
  await controller.exposeApex(canary, target, signal);
}

function controllerOf(store: JudgedStore): TargetController {
  const factory = targetsPlugin.targets.find(({ handles }) => handles.some(({ kind }) => kind === 'Deployment'));
  if (factory === undefined) throw new Error('Deployments are targets');
  return factory.create({ store, clock: createRealClock(), logger: silentLogger, settings: { selectorLabels: ['app'], includeLabelPrefixes: [], configTracking: false } });
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Manifest } from '@flagger/sdk';
import { startApiServer } from '../../src/api/start-api-server.ts';
import type { ApiServer } from '../../src/api/start-api-server.ts';
import { createRealClock } from '../../src/clock/real-clock.ts';
import { simulateWorkloads } from '../../src/workloads/simulate-workloads.ts';
import type { WorkloadSimulation } from '../../src/workloads/simulate-workloads.ts';
import type { Deployment } from '../../src/workloads/workload-types.ts';
import { quiet } from '../quiet-logger.ts';
import { template } from './rollout-story.ts';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
const clock = createRealClock({ speed: 20 });

function workload(kind: string, spec: object): Manifest {
  return {
    apiVersion: 'apps/v1', kind, metadata: { namespace: 'prod', name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template: template('1'), ...spec },
  } as Manifest;
}

let api: ApiServer;
let cluster: Cluster;
let simulation: WorkloadSimulation;

beforeEach(async () => {
  api = await startApiServer({ clock });
  cluster = await createCluster({ master: api.url, clock, logger: quiet });
  simulation = await simulateWorkloads({ cluster, clock, logger: quiet }, AbortSignal.timeout(20_000));
});

afterEach(async () => {
  simulation.stop();
  await cluster.close();
  await api.close();
});

/** Resolves with the first state of an object of a kind that `holds`. */
function when<T extends Manifest>(kind: string, holds: (object: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const stop = api.store.subscribe(({ object }) => {
      if (object.kind !== kind || !holds(object as T)) return;
      stop();
      resolve(object as T);
    });
  });
}

describe('simulated workloads on an API server', () => {
  it('become ready, and their Pods are found by label', async () => {
    const ready = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 2);
    api.store.create(workload('Deployment', { replicas: 2 }));
    expect((await ready).metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    const pods = simulation.ready('prod', { app: 'web' });
    expect(pods).toHaveLength(2);
    expect(pods[0]).toMatchObject({ namespace: 'prod', workload: 'web', image: 'web:1', pod: expect.stringMatching(/^web-[0-9a-f]{10}-[0-9a-f]{5}$/) });
    expect(simulation.ready('prod', { app: 'other' })).toEqual([]);
    expect(simulation.ready('test', { app: 'web' })).toEqual([]);
  });

  it('go through the counts in between when they change', async () => {
    const first = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 2);
    api.store.create(workload('Deployment', { replicas: 2 }));
    await first;
    const seen: string[] = [];
    const stop = api.store.subscribe(({ object }) => {
      const { replicas = 0, updatedReplicas = 0 } = (object as Deployment).status ?? {};
      seen.push(`${updatedReplicas} of ${replicas}`);
    });
    const done = when<Deployment>('Deployment', ({ status, metadata }) => status?.observedGeneration === metadata.generation && status?.updatedReplicas === 2 && status.replicas === 2);
    api.store.patch(DEPLOYMENT, { namespace: 'prod', name: 'web' }, { spec: { template: template('2', { 'nodeless/ready-after': '1s' }) } });
    await done;
    stop();
    expect(new Set(seen)).toEqual(new Set(['2 of 2', '0 of 2', '1 of 3', '1 of 2', '2 of 3']));
    expect(simulation.ready('prod', { app: 'web' }).map(({ image }) => image)).toContain('web:2');
  });

  it('take the status fields away that are zero again', async () => {
    const ready = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 1);
    api.store.create(workload('Deployment', { replicas: 1 }));
    await ready;
    const gone = when<Deployment>('Deployment', ({ status, metadata }) => status?.observedGeneration === metadata.generation && status?.replicas === undefined);
    api.store.patch(DEPLOYMENT, { namespace: 'prod', name: 'web' }, { spec: { replicas: 0 } });
    expect((await gone).status).toEqual({ observedGeneration: 2, conditions: expect.any(Array) });
    expect(simulation.ready('prod', { app: 'web' })).toEqual([]);
  });

  it('begin anew after they were deleted', async () => {
    const ready = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 1);
    api.store.create(workload('Deployment', { replicas: 1 }));
    await ready;
    const [before] = simulation.ready('prod', { app: 'web' });
    api.store.remove(DEPLOYMENT, { namespace: 'prod', name: 'web' });
    const again = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 3);
    api.store.create(workload('Deployment', { replicas: 3, template: template('9') }));
    await again;
    expect(before?.image).toBe('web:1');
    expect(simulation.ready('prod', { app: 'web' }).map(({ image }) => image)).toEqual(['web:9', 'web:9', 'web:9']);
  });

  it('answer for a while after they are removed, where they are given the time', async () => {
    simulation.stop();
    simulation = await simulateWorkloads({ cluster, clock, logger: quiet, podDrainMs: 3_600_000 }, AbortSignal.timeout(20_000));
    const ready = when<Deployment>('Deployment', ({ status }) => status?.availableReplicas === 2);
    api.store.create(workload('Deployment', { replicas: 2 }));
    await ready;
    const gone = when<Deployment>('Deployment', ({ status }) => status?.observedGeneration === 2 && status.replicas === undefined);
    api.store.patch(DEPLOYMENT, { namespace: 'prod', name: 'web' }, { spec: { replicas: 0 } });
    await gone;
    expect(simulation.ready('prod', { app: 'web' })).toHaveLength(2);
  });

  it('are DaemonSets and StatefulSets too', async () => {
    const daemons = when('DaemonSet', object => 'status' in object && (object.status as { readonly numberAvailable?: number }).numberAvailable === 1);
    const ordered = when('StatefulSet', object => 'status' in object && (object.status as { readonly readyReplicas?: number }).readyReplicas === 2);
    api.store.create(workload('DaemonSet', {}));
    api.store.create(workload('StatefulSet', { replicas: 2, serviceName: 'web' }));
    await Promise.all([daemons, ordered]);
    expect(simulation.ready('prod', { app: 'web' }).map(({ pod }) => pod).sort()).toEqual(expect.arrayContaining(['web-0', 'web-1']));
  });

  it.each(['Deployment', 'StatefulSet'])('are scaled by their autoscaler between its bounds: %s', async kind => {
    const ready = when<Deployment>(kind, ({ status }) => status?.availableReplicas === 2);
    api.store.create(workload(kind, { replicas: 1 }));
    api.store.create({
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { namespace: 'prod', name: 'web' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'web' }, minReplicas: 2, maxReplicas: 4 },
    } as Manifest);
    await ready;
    const scaled = when<Deployment>(kind, ({ status }) => status?.availableReplicas === 4);
    await simulation.setLoad({ namespace: 'prod', name: 'web' }, 5);
    await scaled;
  });
});

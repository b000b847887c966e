import { afterEach, describe, expect, it } from '@jest/globals';
import type { CanaryStatus, Manifest } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

const NAMESPACE = 'stateful';
const STEP = { stepWeight: 50, maxWeight: 50, metrics: builtinMetrics };
const VOLUMES = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] };

/** A StatefulSet, which has a headless Service of its own. */
function statefulSet(spec: Record<string, unknown> = {}): Loose {
  const { metadata, spec: { selector, template } } = deployment() as Loose & { readonly spec: Record<string, unknown> };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: 2, serviceName: 'podinfo-pods', selector, template, ...spec } };
}

interface Live extends Manifest {
  readonly spec: { readonly replicas?: number; readonly serviceName?: string; readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
}

let world: EmbeddedWorld;
afterEach(() => world.close());

async function start(target = statefulSet(), analysis: Record<string, unknown> = STEP): Promise<void> {
  world = await EmbeddedWorld.start(NAMESPACE);
  await world.lab.create(target);
  await world.lab.create(canary('istio', analysis, { kind: 'StatefulSet', service: { headless: true } }));
}

async function initialized(...args: Parameters<typeof start>): Promise<void> {
  await start(...args);
  await phase(world.lab, 'Initialized');
}

const live = (name: string): Live | undefined => world.api.store.get<Live>({ apiVersion: 'apps/v1', kind: 'StatefulSet' }, { namespace: NAMESPACE, name });
const imageOf = (name: string): string | undefined => live(name)?.spec.template.spec.containers[0]?.image;
const status = async (): Promise<CanaryStatus> => (await world.lab.canary())?.status ?? {};
const podsBehind = (app: string): readonly string[] => world.pods.ready(NAMESPACE, { app }).map(({ pod, image }) => `${pod} ${image}`);

describe('a StatefulSet', () => {
  it('is released like a Deployment: its primary takes the traffic, its own pods rest', async () => {
    await initialized();
    expect(live('podinfo-primary')?.spec).toMatchObject({ replicas: 2, serviceName: 'podinfo-primary' });
    expect(live('podinfo')?.spec).toMatchObject({ replicas: 0, serviceName: 'podinfo-pods' });
    expect(podsBehind('podinfo-primary')).toEqual(['podinfo-primary-0 podinfo:1', 'podinfo-primary-1 podinfo:1']);

    await world.lab.image('2', 'StatefulSet');
    await event(world.lab, /canary weight 50/);
    expect(podsBehind('podinfo')).toEqual(['podinfo-0 podinfo:2', 'podinfo-1 podinfo:2']);
    expect(podsBehind('podinfo-primary')).toEqual(['podinfo-primary-0 podinfo:1', 'podinfo-primary-1 podinfo:1']);

    await phase(world.lab, 'Succeeded');
    expect(imageOf('podinfo-primary')).toBe('podinfo:2');
    expect(podsBehind('podinfo-primary')).toEqual(['podinfo-primary-0 podinfo:2', 'podinfo-primary-1 podinfo:2']);
    await world.lab.sleep(1000);
    expect(podsBehind('podinfo')).toEqual([]);
  });

  it('never has traffic on its primary\'s old pods once they are promoted', async () => {
    await initialized();
    await world.lab.image('2', 'StatefulSet');
    await event(world.lab, /Routing all traffic to primary/);
    expect(podsBehind('podinfo-primary')).toEqual(['podinfo-primary-0 podinfo:2', 'podinfo-primary-1 podinfo:2']);
  });

  it('whose pods don\'t become ready is rolled back after its deadline, and the next revision is released', async () => {
    await initialized();
    await world.lab.patch('apps/v1', 'StatefulSet', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
    await event(world.lab, /canary statefulset podinfo\.stateful not ready: .*0 of 1 .*|1 out of 2 new pods/);
    await phase(world.lab, 'Failed');
    expect(world.lab.messages()).toContainEqual(expect.stringMatching(/canary statefulset podinfo\.stateful not ready: exceeded its progressDeadlineSeconds: 60/));
    expect(live('podinfo')?.spec.replicas).toBe(0);
    await world.lab.patch('apps/v1', 'StatefulSet', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': null } } } } });
    await world.lab.image('3', 'StatefulSet');
    await phase(world.lab, 'Succeeded');
    expect(podsBehind('podinfo-primary')).toEqual(['podinfo-primary-0 podinfo:3', 'podinfo-primary-1 podinfo:3']);
  });

  it('whose next revision stands behind a pod that never becomes ready is released by a retry', async () => {
    await initialized();
    await world.lab.patch('apps/v1', 'StatefulSet', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
    await world.lab.sleep(15_000);
    await world.lab.patch('apps/v1', 'StatefulSet', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': null } } } } });
    await world.lab.image('3', 'StatefulSet');
    await phase(world.lab, 'Failed');
    expect(podsBehind('podinfo')).toEqual([]);
    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { metadata: { annotations: { 'flagger.app/verb': `retry ${(await status()).lastAppliedSpec}` } } });
    await phase(world.lab, 'Succeeded');
    expect(imageOf('podinfo-primary')).toBe('podinfo:3');
  });

  it('whose checks fail is rolled back', async () => {
    await initialized();
    await world.lab.image('2', 'StatefulSet');
    world.lab.control.metrics.push([/istio_requests_total/, 80]);
    await phase(world.lab, 'Failed');
    expect(imageOf('podinfo-primary')).toBe('podinfo:1');
    expect(live('podinfo')?.spec.replicas).toBe(0);
  });

  it('with an autoscaler begins with its minimum, and its primary has one of its own', async () => {
    world = await EmbeddedWorld.start(NAMESPACE);
    const scaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' };
    await world.lab.create(statefulSet({ replicas: 4 }));
    await world.lab.create({
      apiVersion: scaler.apiVersion, kind: scaler.kind, metadata: { name: 'podinfo' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'podinfo' }, minReplicas: 3, maxReplicas: 5 },
    } as Loose);
    await world.lab.create(canary('istio', STEP, { kind: 'StatefulSet', service: { headless: true }, spec: { autoscalerRef: scaler } }));
    await phase(world.lab, 'Initialized');
    const twin = world.api.store.get<Loose>(scaler, { namespace: NAMESPACE, name: 'podinfo-primary' });
    expect(twin?.['spec']).toMatchObject({ scaleTargetRef: { kind: 'StatefulSet', name: 'podinfo-primary' }, minReplicas: 3 });
    await world.lab.image('2', 'StatefulSet');
    await event(world.lab, /canary weight 50/);
    expect([live('podinfo')?.spec.replicas, live('podinfo-primary')?.spec.replicas]).toEqual([3, 4]);
    await phase(world.lab, 'Succeeded');
  });

  it('costs no request while it rests', async () => {
    await initialized();
    await world.lab.sleep(2000);
    world.api.requests.reset();
    await world.lab.sleep(600_000);
    expect(world.controllerRequests()).toEqual([]);
  });
});

describe('a StatefulSet that can\'t be released', () => {
  it('is left as it is, and the canary says why until it is agreed to', async () => {
    await start(statefulSet(VOLUMES));
    await event(world.lab, /statefulset podinfo\.stateful can't be released: spec\.volumeClaimTemplates/);
    await world.lab.sleep(60_000);
    expect(live('podinfo')?.spec.replicas).toBe(2);
    expect(live('podinfo-primary')).toBeUndefined();
    expect((await status()).conditions).toContainEqual(expect.objectContaining({ type: 'Reconciled', status: 'False', message: expect.stringContaining('share no data with the target') }));

    await world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { metadata: { annotations: { 'flagger.app/separate-volumes': 'true' } } });
    await phase(world.lab, 'Initialized');
    expect(live('podinfo-primary')?.spec).toMatchObject(VOLUMES);
    expect((await status()).conditions?.map(({ type }) => type)).not.toContain('Reconciled');
  });

  it('with the strategy OnDelete is told so', async () => {
    await start(statefulSet({ updateStrategy: { type: 'OnDelete' } }));
    await event(world.lab, /spec\.updateStrategy\.type is OnDelete/);
    await world.lab.sleep(60_000);
    expect(podsBehind('podinfo')).toHaveLength(2);
  });
});

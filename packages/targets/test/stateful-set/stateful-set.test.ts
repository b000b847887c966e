import { describe, expect, it } from '@jest/globals';
import type { CanarySpec, CanaryStatus } from '@flagger/sdk';
import { statefulSetFactory } from '../../src/stateful-set/stateful-set-factory.ts';
import { STATEFUL_SETS } from '../../src/objects/stateful-set.ts';
import type { StatefulSet } from '../../src/objects/stateful-set.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canaryOf, env, signal, statefulSet } from '../support/world.ts';

const SUBJECT = canaryOf('StatefulSet', 'apps/v1');
const BY_HPA: Partial<CanarySpec> = { autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' } };
const pod = (image: string): object => ({ containers: [{ name: 'podinfod', image }] });

const world = (target: StatefulSet = statefulSet()) => {
  const store = new MemoryStore(target);
  const controller = statefulSetFactory.create(env(store));
  const read = (name: string): StatefulSet => store.read(STATEFUL_SETS, name)!;
  return { store, controller, target: () => read('podinfo'), primary: () => read('podinfo-primary') };
};

const initialized = async (target?: StatefulSet) => {
  const made = world(target);
  await made.controller.initialize(SUBJECT, signal);
  made.store.takeWrites();
  return made;
};

describe('a StatefulSet', () => {
  it('has a primary of its own, with another governing Service', async () => {
    const { primary } = await initialized(statefulSet({ spec: { podManagementPolicy: 'Parallel', revisionHistoryLimit: 3, ordinals: { start: 5 }, replicas: 3 } }));
    expect(primary()).toMatchObject({
      metadata: { name: 'podinfo-primary', namespace: 'test', labels: { app: 'podinfo-primary' }, ownerReferences: [{ kind: 'Canary', name: 'podinfo' }] },
      spec: {
        replicas: 3,
        serviceName: 'podinfo-primary',
        podManagementPolicy: 'Parallel',
        revisionHistoryLimit: 3,
        ordinals: { start: 5 },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        selector: { matchLabels: { app: 'podinfo-primary' } },
        template: { metadata: { labels: { app: 'podinfo-primary' } } },
      },
    });
  });

  it('keeps the primary\'s pods apart where it keeps its own', async () => {
    const anti = (app: string): object => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } } }] } });
    const { primary } = await initialized(statefulSet({ pod: { affinity: anti('podinfo') } }));
    expect(primary().spec.template.spec.affinity).toEqual(anti('podinfo-primary'));
  });

  it('promotes what can be changed, and leaves the rest as it was born', async () => {
    const { store, controller, primary } = await initialized();
    store.put(statefulSet({ pod: pod('a:2'), spec: { replicas: 5, minReadySeconds: 4, revisionHistoryLimit: 2, serviceName: 'another', ordinals: { start: 1 } } }));
    await controller.promote(SUBJECT, signal);
    expect(store.takeWrites()).toEqual(['update StatefulSet podinfo-primary']);
    expect(primary().spec).toMatchObject({ replicas: 5, minReadySeconds: 4, ordinals: { start: 1 }, serviceName: 'podinfo-primary', template: { spec: pod('a:2') } });
    expect(primary().spec).not.toHaveProperty('revisionHistoryLimit');
    await controller.promote(SUBJECT, signal);
    expect(store.takeWrites()).toEqual([]);
    await expect(controller.revision(SUBJECT, signal)).resolves.toMatchObject({ equalsPrimary: true });
  });

  it.each<[string, Partial<CanarySpec>, number]>([['that rests', {}, 0], ['with an autoscaler', BY_HPA, 7]])('%s leaves the primary its replicas', async (_, spec, replicas) => {
    const { store, controller, primary } = await initialized();
    store.put(statefulSet({ pod: pod('a:2'), spec: { replicas } }));
    await controller.promote(canaryOf('StatefulSet', 'apps/v1', spec), signal);
    expect(primary().spec.replicas).toBe(2);
  });

  it('stops, starts with as many pods as the primary, and is given back so', async () => {
    const { store, controller, target } = await initialized(statefulSet({ spec: { replicas: 3 } }));
    await controller.scaleToZero(SUBJECT, signal);
    expect(target().spec.replicas).toBe(0);
    await controller.scaleFromZero(SUBJECT, signal);
    expect(target().spec.replicas).toBe(3);
    await controller.scaleToZero(SUBJECT, signal);
    await controller.finalize(SUBJECT, signal);
    expect(target().spec.replicas).toBe(3);
    expect(new Set(store.takeWrites())).toEqual(new Set(['patch StatefulSet podinfo']));
  });

  it('has a revision that only its pods decide', async () => {
    const { store, controller } = await initialized();
    const before = await controller.revision(SUBJECT, signal);
    store.put(statefulSet({ spec: { replicas: 0, minReadySeconds: 9 } }));
    await expect(controller.revision(SUBJECT, signal)).resolves.toEqual(before);
    store.put(statefulSet({ pod: pod('a:2') }));
    expect((await controller.revision(SUBJECT, signal)).hash).not.toBe(before.hash);
  });

  it.each<[string, CanaryStatus, string]>([
    ['waiting', {}, 'waiting for rollout to finish: 0 out of 2 new pods have been updated'],
    ['stuck', { lastTransitionTime: '2025-01-01T00:00:00Z' }, 'exceeded its progressDeadlineSeconds: 600; 0 out of 2 new pods have been updated'],
  ])('that is %s says so for each role', async (state, status, text) => {
    const { store, controller, target, primary } = await initialized();
    for (const object of [target(), primary()]) store.put({ ...object, status: { observedGeneration: 9 } });
    const subject = { ...SUBJECT, status };
    await expect(controller.readiness(subject, 'primary', signal)).resolves.toEqual({ state, reason: `primary statefulset podinfo-primary.test not ready: ${text}` });
    await expect(controller.readiness(subject, 'canary', signal)).resolves.toEqual({ state, reason: `canary statefulset podinfo.test not ready: ${text}` });
  });
});

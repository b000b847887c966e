import { describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { daemonSetFactory } from '../../src/daemon-set/daemon-set-factory.ts';
import { DAEMON_SETS } from '../../src/objects/daemon-set.ts';
import type { DaemonSet } from '../../src/objects/daemon-set.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { canaryOf, daemonSet, env, signal } from '../support/world.ts';

const SUBJECT = canaryOf('DaemonSet', 'apps/v1');
const ZERO = { 'flagger.app/scale-to-zero': 'true' };
const world = (...objects: readonly DaemonSet[]) => {
  const store = new MemoryStore(...objects);
  const read = (name: string): DaemonSet => store.read(DAEMON_SETS, name)!;
  return { store, target: daemonSetFactory.create(env(store)), read, nodes: (name = 'podinfo') => read(name).spec.template.spec.nodeSelector };
};

describe('a DaemonSet', () => {
  it('stops with a node selector that no node satisfies, and starts without it', async () => {
    const { target, nodes } = world(daemonSet({ pod: { containers: [], nodeSelector: { disk: 'ssd' } } }));
    await target.scaleToZero(SUBJECT, signal);
    expect(nodes()).toEqual({ disk: 'ssd', ...ZERO });
    await target.scaleFromZero(SUBJECT, signal);
    expect(nodes()).toEqual({ disk: 'ssd' });
  });

  it('writes nothing where it is so already', async () => {
    const { store, target } = world(daemonSet());
    await target.scaleFromZero(SUBJECT, signal);
    await target.finalize(SUBJECT, signal);
    await target.scaleToZero(SUBJECT, signal);
    await target.scaleToZero(SUBJECT, signal);
    expect(store.takeWrites()).toEqual(['patch DaemonSet podinfo']);
  });

  it('has a revision that scaling does not change', async () => {
    const { target } = world(daemonSet());
    const before = await target.revision(SUBJECT, signal);
    await target.scaleToZero(SUBJECT, signal);
    await expect(target.revision(SUBJECT, signal)).resolves.toEqual(before);
    await target.scaleFromZero(SUBJECT, signal);
    await expect(target.revision(SUBJECT, signal)).resolves.toEqual(before);
  });

  it('has a primary that runs, also when it is made or promoted from a target at zero', async () => {
    const pod = { containers: [{ name: 'podinfod', image: 'podinfo:1' }], nodeSelector: ZERO };
    const { store, target, read, nodes } = world(daemonSet({ pod }));
    await target.initialize(SUBJECT, signal);
    expect(nodes('podinfo-primary')).toEqual({});
    store.put(daemonSet({ pod: { ...pod, containers: [{ name: 'podinfod', image: 'podinfo:2' }] } }));
    await target.promote(SUBJECT, signal);
    expect(nodes('podinfo-primary')).toEqual({});
    expect(read('podinfo-primary').spec.template.spec.containers).toMatchObject([{ image: 'podinfo:2' }]);
    await expect(target.revision(SUBJECT, signal)).resolves.toMatchObject({ equalsPrimary: true });
  });

  it('brings its update strategy, but keeps its anti-affinity', async () => {
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: 'podinfo' } } }] } };
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } };
    const { target, read } = world(daemonSet({ spec: { updateStrategy, minReadySeconds: 3 }, pod: { containers: [], affinity } }));
    await target.initialize(SUBJECT, signal);
    expect(read('podinfo-primary').spec).toMatchObject({ updateStrategy, minReadySeconds: 3, template: { spec: { affinity } } });
  });

  it.each(['OnDelete', 'Other'])('can\'t be released with the strategy %s', async type => {
    const { target } = world(daemonSet({ spec: { updateStrategy: { type } } }));
    await expect(target.initialize(SUBJECT, signal)).rejects.toMatchObject({
      code: 'Invalid',
      message: `createPrimaryDaemonSet failed: daemonset podinfo.test must have RollingUpdate strategy but have ${type}`,
    });
  });

  it.each<[string, CanaryStatus, boolean]>([
    ['waiting', {}, true],
    ['stuck', { lastTransitionTime: '2025-01-01T00:00:00Z' }, false],
  ])('that is %s has Flagger\'s words for each role', async (state, status, retryable) => {
    const { store, target, read } = world(daemonSet());
    await target.initialize(SUBJECT, signal);
    for (const name of ['podinfo', 'podinfo-primary']) store.put({ ...read(name), status: { observedGeneration: 9, desiredNumberScheduled: 1 } });
    const text = retryable ? 'waiting for rollout to finish: 0 out of 1 new pods have been updated' : 'exceeded its progressDeadlineSeconds: 600';
    const subject = { ...SUBJECT, status };
    await expect(target.readiness(subject, 'primary', signal)).resolves.toEqual({ state, reason: `primary daemonset podinfo-primary.test not ready: ${text}` });
    const reason = `canary damonset podinfo.test not ready with retryable ${retryable}: ${text}`;
    await expect(target.readiness(subject, 'canary', signal)).resolves.toEqual({ state, reason });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { podsOf } from '../../src/workloads/rollout.ts';
import { deployment, Story, T0, template } from './rollout-story.ts';

/** A Deployment of version 1 with all Pods ready. */
function running(spec: Parameters<typeof deployment>[0] = {}): Story {
  const story = new Story(deployment(spec));
  story.settle();
  story.wake();
  return story;
}

describe('a Deployment that is new', () => {
  it('has all Pods at once, and becomes available when they are ready', () => {
    const story = new Story(deployment());
    expect(story.settle()).toEqual(['0/0/0/0', '2/2/0/0']);
    expect(story.deployment.status).toMatchObject({ observedGeneration: 1, unavailableReplicas: 2 });
    expect(story.condition('Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' });
    expect(story.condition('Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });

    story.wake();
    expect(story.nowMs).toBe(T0 + 2000);
    expect(story.counts()).toBe('2/2/2/2');
    expect(story.condition('Available')).toMatchObject({ status: 'True', reason: 'MinimumReplicasAvailable', lastUpdateTime: '2026-01-01T00:00:02Z' });
    expect(story.condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
    expect(story.deployment.status).not.toHaveProperty('unavailableReplicas');
  });

  it('waits for minReadySeconds before Pods are available', () => {
    const story = running({ minReadySeconds: 5 });
    expect(story.counts()).toBe('2/2/2/0');
    story.wake();
    expect([story.nowMs - T0, story.counts()]).toEqual([7000, '2/2/2/2']);
  });
});

describe('a rolling update', () => {
  it('goes Pod by Pod and never has less than what must be available', () => {
    const story = running();
    story.change({ template: template('2') });
    expect(story.settle()).toEqual(['2/0/2/2', '3/1/2/2']);
    expect(story.wake()).toEqual(['2/1/2/2', '3/2/2/2']);
    expect(story.wake()).toEqual(['2/2/2/2']);
    expect(story.condition('Progressing')).toMatchObject({ reason: 'NewReplicaSetAvailable', status: 'True' });
    expect(story.deployment.status?.observedGeneration).toBe(2);
  });

  it('removes sick old Pods first', () => {
    const story = new Story(deployment({ template: template('1', { 'nodeless/ready': 'never' }), strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }));
    story.settle();
    story.change({ template: template('2') });
    expect(story.settle()).toEqual(['2/0/0/0', '1/0/0/0', '2/1/0/0']);
  });

  it('of strategy Recreate removes all old Pods before it makes new ones', () => {
    const story = running({ strategy: { type: 'Recreate' } });
    story.change({ template: template('2') });
    expect(story.settle()).toEqual(['2/0/2/2', '0/0/0/0', '2/2/0/0']);
  });

  it('stops while the Deployment is paused, and still scales', () => {
    const story = running();
    story.change({ paused: true, template: template('2'), replicas: 3 });
    expect(story.settle()).toEqual(['3/0/2/2']);
    expect(story.condition('Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused' });
  });

  it('back to an older template takes its Pods up again under a new revision', () => {
    const story = running();
    expect(story.revision).toBe('1');
    story.change({ template: template('2') });
    story.settle();
    expect(story.revision).toBe('2');
    story.change({ template: template('1') });
    story.settle();
    expect(story.revision).toBe('3');
    expect(story.rollout.sets.map(set => set.revision)).toEqual([2, 3]);
  });

  it('always comes to its end, within the limits on the way', () => {
    const limit = fc.oneof(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 100 }).map(percent => `${percent}%`));
    fc.assert(fc.property(fc.nat({ max: 12 }), fc.nat({ max: 12 }), limit, limit, (before, after, maxSurge, maxUnavailable) => {
      const story = running({ replicas: before, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
      story.change({ replicas: after, template: template('2') });
      for (let round = 0; round < 60; round += 1) story.wake();
      expect(story.counts()).toBe([after, after, after, after].join('/'));
      expect(new Set(podsOf(story.rollout).map(pod => pod.name)).size).toBe(after);
    }));
  });
});

describe('a progress deadline', () => {
  const stuck = { template: template('2', { 'nodeless/ready': 'never' }), progressDeadlineSeconds: 30 };

  it('is exceeded when no Pod became ready for that long', () => {
    const story = running();
    story.change(stuck);
    story.settle();
    expect(story.condition('Progressing')).toMatchObject({ reason: 'ReplicaSetUpdated', lastUpdateTime: '2026-01-01T00:00:02Z' });
    story.nowMs += 30_000;
    story.settle();
    expect(story.condition('Progressing')?.reason).toBe('ReplicaSetUpdated');
    story.nowMs += 1;
    story.settle();
    expect(story.condition('Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime: '2026-01-01T00:00:32Z' });
    expect(story.counts()).toBe('3/1/2/2');
  });

  it('wakes the simulation right after it', () => {
    const story = running();
    story.change(stuck);
    story.settle();
    story.wake();
    expect(story.nowMs).toBe(T0 + 2000 + 30_001);
    expect(story.condition('Progressing')?.reason).toBe('ProgressDeadlineExceeded');
  });

  it('counts anew with every progress', () => {
    const story = running({ replicas: 4 });
    story.change({ template: template('2', { 'nodeless/ready-after': '20s' }), progressDeadlineSeconds: 30 });
    const seen: (string | undefined)[] = [];
    for (let round = 0; round < 8; round += 1) {
      story.wake();
      seen.push(story.condition('Progressing')?.reason);
    }
    expect(seen).not.toContain('ProgressDeadlineExceeded');
    expect(seen.at(-1)).toBe('NewReplicaSetAvailable');
  });

  it('that was exceeded counts no more once there is a new revision', () => {
    const story = running();
    story.change(stuck);
    story.settle();
    story.wake();
    story.change({ template: template('3') });
    story.step();
    expect(story.condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetCreated', lastUpdateTime: '2026-01-01T00:00:32Z' });
    for (let round = 0; round < 4; round += 1) story.wake();
    expect(story.condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  it('does not count for a Deployment that is only scaled', () => {
    const story = new Story(deployment({ replicas: 0, template: template('1', { 'nodeless/ready': 'never' }), progressDeadlineSeconds: 30 }));
    story.settle();
    expect(story.condition('Progressing')?.reason).toBe('NewReplicaSetAvailable');
    story.change({ replicas: 2 });
    story.settle();
    story.nowMs += 100_000;
    story.settle();
    expect(story.condition('Progressing')?.reason).toBe('NewReplicaSetAvailable');
    expect(story.condition('Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable', lastUpdateTime: '2026-01-01T00:00:00Z' });
  });
});

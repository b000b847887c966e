import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advanceDaemonSet, daemonSetStatus, NO_DAEMON_PODS } from '../../src/workloads/daemon-set.ts';
import type { DaemonPods, SimulatedNode } from '../../src/workloads/daemon-set.ts';
import { rollingLimits } from '../../src/workloads/rolling-limits.ts';
import { countReady, podsOf } from '../../src/workloads/rollout.ts';
import type { DaemonSet } from '../../src/workloads/workload-types.ts';
import { deployment, Story, T0, template } from './rollout-story.ts';

const replicas = fc.integer({ min: 1, max: 10 });
const limit = fc.oneof(fc.nat({ max: 4 }), fc.integer({ min: 0, max: 100 }).map(percent => `${percent}%`));

describe('the limits of a rolling update', () => {
  it('are never both zero, or it could not begin', () => {
    fc.assert(fc.property(replicas, limit, limit, (count, maxSurge, maxUnavailable) => {
      const limits = rollingLimits(deployment({ replicas: count, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }));
      expect(limits.maxSurge + limits.maxUnavailable).toBeGreaterThan(0);
    }));
  });

  it.each([
    [4, '25%', '25%', { maxSurge: 1, maxUnavailable: 1 }],
    [2, '25%', '25%', { maxSurge: 1, maxUnavailable: 0 }],
    [10, 3, 0, { maxSurge: 3, maxUnavailable: 0 }],
    [1, 0, 0, { maxSurge: 0, maxUnavailable: 1 }],
  ])('of %d Pods with surge %p and %p unavailable', (count, maxSurge, maxUnavailable, expected) => {
    expect(rollingLimits(deployment({ replicas: count, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }))).toEqual(expected);
  });

  it('hold at every step of an update', () => {
    fc.assert(fc.property(replicas, limit, limit, (count, maxSurge, maxUnavailable) => {
      const story = new Story(deployment({ replicas: count, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }));
      story.settle();
      story.wake();
      const limits = rollingLimits(story.deployment);
      story.change({ template: template('2') });
      for (let round = 0; round < 40; round += 1) {
        while (story.step()) {
          const pods = podsOf(story.rollout);
          expect(pods.length).toBeLessThanOrEqual(count + limits.maxSurge);
          expect(countReady(pods, story.nowMs)).toBeGreaterThanOrEqual(count - limits.maxUnavailable);
        }
        story.wake();
      }
      expect(podsOf(story.rollout).every(pod => pod.template.spec?.containers?.[0]?.image === 'web:2')).toBe(true);
    }), { numRuns: 60 });
  });
});

describe('a status', () => {
  it('never counts more Pods than there are', () => {
    fc.assert(fc.property(replicas, fc.constantFrom('never', 'soon'), (count, ready) => {
      const story = new Story(deployment({ replicas: count }));
      story.settle();
      story.wake();
      story.change({ template: template('2', ready === 'never' ? { 'nodeless/ready': 'never' } : {}) });
      for (let round = 0; round < 10; round += 1) {
        const { replicas: all = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = story.deployment.status ?? {};
        expect(updatedReplicas).toBeLessThanOrEqual(all);
        expect(availableReplicas).toBeLessThanOrEqual(readyReplicas);
        expect(readyReplicas).toBeLessThanOrEqual(all);
        story.wake();
      }
    }), { numRuns: 40 });
  });
});

describe('a DaemonSet', () => {
  it('ends with one new Pod on every node, whatever may be unavailable', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), limit, (count, maxUnavailable) => {
      const nodes = Array.from({ length: count }, (_, index): SimulatedNode => ({ name: `node-${index}`, labels: {} }));
      const set = (tag: string): DaemonSet => ({
        apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' },
        spec: { template: template(tag), updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } } },
      });
      let pods: DaemonPods = NO_DAEMON_PODS;
      let nowMs = T0;
      for (const tag of ['1', '2']) {
        for (let round = 0; round < 20; round += 1) {
          pods = advanceDaemonSet(set(tag), pods, { nodes, nowMs, defaults: { startupMs: 500 } });
          nowMs += 1000;
        }
      }
      expect(daemonSetStatus(set('2'), pods, nodes, nowMs)).toMatchObject({ desiredNumberScheduled: count, updatedNumberScheduled: count, numberAvailable: count });
    }));
  });
});

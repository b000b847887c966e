import { describe, expect, it } from '@jest/globals';
import { advanceDaemonSet, daemonSetStatus, daemonSetWakeAtMs, NO_DAEMON_PODS } from '../../src/workloads/daemon-set.ts';
import type { DaemonPods, SimulatedNode } from '../../src/workloads/daemon-set.ts';
import type { DaemonSet } from '../../src/workloads/workload-types.ts';
import { T0, template } from './rollout-story.ts';

const nodes: readonly SimulatedNode[] = ['a', 'b', 'c'].map(name => ({ name, labels: { zone: name } }));
const defaults = { startupMs: 1000 };

function daemonSet(spec: Partial<DaemonSet['spec']> = {}): DaemonSet {
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'prod', generation: 3 }, spec: { template: template('1'), ...spec } };
}

function withNodeSelector(nodeSelector: Readonly<Record<string, string>>): DaemonSet {
  return daemonSet({ template: { ...template('1'), spec: { nodeSelector } } });
}

function settle(set: DaemonSet, pods: DaemonPods, nowMs: number): DaemonPods {
  const next = advanceDaemonSet(set, pods, { nodes, nowMs, defaults });
  return next === pods ? pods : settle(set, next, nowMs);
}

describe('a DaemonSet', () => {
  it('has a Pod on every node, ready after its start', () => {
    const pods = settle(daemonSet(), NO_DAEMON_PODS, T0);
    expect(daemonSetStatus(daemonSet(), pods, nodes, T0)).toEqual({
      currentNumberScheduled: 3, desiredNumberScheduled: 3, numberMisscheduled: 0, numberReady: 0, observedGeneration: 3,
      updatedNumberScheduled: 3, numberUnavailable: 3,
    });
    const readyAt = daemonSetWakeAtMs(daemonSet(), pods, T0) ?? 0;
    expect(readyAt).toBe(T0 + 1000);
    expect(daemonSetStatus(daemonSet(), pods, nodes, readyAt)).toMatchObject({ numberReady: 3, numberAvailable: 3 });
    expect(daemonSetWakeAtMs(daemonSet(), pods, readyAt)).toBeUndefined();
  });

  it.each([
    [{ zone: 'b' }, 1],
    [{ 'flagger.app/scale-to-zero': 'true' }, 0],
  ])('runs only where its node selector %j is met', (nodeSelector, desired) => {
    const before = settle(daemonSet(), NO_DAEMON_PODS, T0);
    const pods = settle(withNodeSelector(nodeSelector), before, T0 + 5000);
    expect(daemonSetStatus(withNodeSelector(nodeSelector), pods, nodes, T0 + 5000)).toMatchObject({
      currentNumberScheduled: desired, desiredNumberScheduled: desired,
    });
  });

  it('replaces as many Pods at a time as may be unavailable', () => {
    const changed = daemonSet({ template: template('2') });
    let pods = settle(daemonSet(), NO_DAEMON_PODS, T0);
    const updated: (number | undefined)[] = [];
    for (let nowMs = T0 + 1000; nowMs <= T0 + 4000; nowMs += 1000) {
      pods = settle(changed, pods, nowMs);
      updated.push(daemonSetStatus(changed, pods, nodes, nowMs).updatedNumberScheduled);
    }
    expect(updated).toEqual([1, 2, 3, 3]);
  });

  it('stays at the first Pod that never becomes ready', () => {
    const changed = daemonSet({ template: template('2', { 'nodeless/ready': 'never' }) });
    const pods = settle(changed, settle(daemonSet(), NO_DAEMON_PODS, T0), T0 + 1000);
    expect(daemonSetStatus(changed, settle(changed, pods, T0 + 90_000), nodes, T0 + 90_000)).toMatchObject({
      updatedNumberScheduled: 1, numberReady: 2, numberUnavailable: 1,
    });
  });

  it('keeps old Pods with the strategy OnDelete', () => {
    const pods = settle(daemonSet(), NO_DAEMON_PODS, T0);
    expect(settle(daemonSet({ template: template('2'), updateStrategy: { type: 'OnDelete' } }), pods, T0 + 1000)).toBe(pods);
  });
});

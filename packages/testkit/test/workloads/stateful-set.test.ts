import { describe, expect, it } from '@jest/globals';
import { advanceStatefulSet, NO_STATEFUL_PODS, statefulSetStatus, statefulSetWakeAtMs } from '../../src/workloads/stateful-set.ts';
import type { StatefulPods } from '../../src/workloads/stateful-set.ts';
import type { StatefulSet } from '../../src/workloads/workload-types.ts';
import { T0, template } from './rollout-story.ts';

function statefulSet(spec: Partial<StatefulSet['spec']> = {}): StatefulSet {
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'prod', generation: 1 }, spec: { replicas: 2, template: template('1'), ...spec } };
}

interface Moment {
  readonly pods: StatefulPods;
  readonly nowMs: number;
}

const BEGIN: Moment = { pods: NO_STATEFUL_PODS, nowMs: T0 };

/** Steps until nothing is left to do, then goes on to the next moment of interest, `wakes` times. */
function run(set: StatefulSet, from: Moment, wakes: number): Moment {
  let { pods, nowMs } = from;
  for (let wake = 0; wake <= wakes; wake += 1) {
    for (let next = advanceStatefulSet(set, pods, nowMs, { startupMs: 1000 }); next !== pods; next = advanceStatefulSet(set, pods, nowMs, { startupMs: 1000 })) pods = next;
    nowMs = wake < wakes ? (statefulSetWakeAtMs(set, pods, nowMs) ?? nowMs) : nowMs;
  }
  return { pods, nowMs };
}

describe('a StatefulSet', () => {
  it('starts its Pods in order, each when the one before is ready', () => {
    const names = [0, 1, 2].map(wakes => run(statefulSet(), BEGIN, wakes).pods.pods.map(pod => pod.name));
    expect(names).toEqual([['db-0'], ['db-0', 'db-1'], ['db-0', 'db-1']]);
  });

  it('updates from the last Pod to the first, and says so in its revisions', () => {
    const before = run(statefulSet(), BEGIN, 3);
    const changed = statefulSet({ template: template('2') });
    const midway = run(changed, before, 0);
    expect(midway.pods.pods.map(pod => pod.template.spec?.containers?.[0]?.image)).toEqual(['web:1', 'web:2']);
    const status = statefulSetStatus(changed, midway.pods, midway.nowMs);
    expect(status).toMatchObject({ replicas: 2, currentReplicas: 1, updatedReplicas: 1 });
    expect(status.currentRevision).not.toBe(status.updateRevision);

    const after = run(changed, before, 3);
    const done = statefulSetStatus(changed, after.pods, after.nowMs);
    expect(done).toMatchObject({ readyReplicas: 2, availableReplicas: 2, currentReplicas: 2, updatedReplicas: 2 });
    expect(done.currentRevision).toBe(done.updateRevision);
  });

  it('scales down from the last Pod', () => {
    const before = run(statefulSet(), BEGIN, 3);
    expect(run(statefulSet({ replicas: 1 }), before, 0).pods.pods.map(pod => pod.name)).toEqual(['db-0']);
  });

  it('starts all its Pods at once with the policy Parallel', () => {
    const { pods } = run(statefulSet({ podManagementPolicy: 'Parallel', replicas: 3 }), BEGIN, 0).pods;
    expect(pods.map(pod => pod.name)).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it.each<[string, string[], string[]]>([
    ['OrderedReady', ['web:1', 'web:broken'], ['web:1', 'web:broken']],
    ['Parallel', ['web:1', 'web:broken'], ['web:3', 'web:3']],
  ])('with a Pod that does not become ready and the policy %s goes on only as far as Kubernetes does', (podManagementPolicy, broken, mended) => {
    const images = (state: StatefulPods): readonly unknown[] => state.pods.map(pod => pod.template.spec?.containers?.[0]?.image);
    const before = run(statefulSet({ podManagementPolicy }), BEGIN, 3);
    const stuck = run(statefulSet({ podManagementPolicy, template: template('broken', { 'nodeless/ready': 'never' }) }), before, 3);
    expect(images(stuck.pods)).toEqual(broken);
    const next = statefulSet({ podManagementPolicy, template: template('3') });
    expect(images(run(next, stuck, 3).pods)).toEqual(mended);
    expect(run({ ...next, spec: { ...next.spec, replicas: 0 } }, stuck, 0).pods.pods).toEqual([]);
  });

  it.each<[string, StatefulSet['spec']['updateStrategy'], string[]]>([
    ['OnDelete', { type: 'OnDelete' }, ['web:1', 'web:1']],
    ['a partition', { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }, ['web:1', 'web:2']],
  ])('with %s leaves Pods as they are', (_, updateStrategy, images) => {
    const before = run(statefulSet(), BEGIN, 3);
    const { pods } = run(statefulSet({ updateStrategy: updateStrategy!, template: template('2') }), before, 3).pods;
    expect(pods.map(pod => pod.template.spec?.containers?.[0]?.image)).toEqual(images);
  });
});

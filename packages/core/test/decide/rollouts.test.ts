import { describe, expect, it } from '@jest/globals';
import type { CanarySpec } from '@flagger/sdk';
import { changedWorld, closed, MESH, NO_MESH } from './world.ts';
import type { World } from './world.ts';

type Row = [phase: string, weight: number, iterations: number, failedChecks: number];

/** The states that a status goes through, one row a change. */
function states(world: World): Row[] {
  const rows: Row[] = [];
  const look = (): void => {
    const { phase = '', canaryWeight = 0, iterations = 0, failedChecks = 0 } = world.canary.status ?? {};
    const row: Row = [phase, canaryWeight, iterations, failedChecks];
    if (JSON.stringify(row) !== JSON.stringify(rows.at(-1))) rows.push(row);
  };
  look();
  for (let interval = 0; interval < 30; interval++) {
    world.onMove = look;
    world.interval();
    if (['Succeeded', 'Failed'].includes(world.phase)) break;
  }
  return rows;
}

const phasesOf = (analysis: CanarySpec['analysis'], capabilities = MESH): Row[] => states(changedWorld({ analysis }, capabilities));

describe('a release that goes well', () => {
  it('weighted', () => {
    expect(phasesOf({ stepWeight: 20, maxWeight: 50 })).toEqual([
      ['Initialized', 0, 0, 0], ['Progressing', 0, 0, 0], ['Progressing', 20, 0, 0], ['Progressing', 40, 0, 0], ['Progressing', 60, 0, 0],
      ['Promoting', 60, 0, 0], ['Finalising', 0, 0, 0], ['Succeeded', 0, 0, 0],
    ]);
  });

  it('with traffic returning by steps', () => {
    expect(phasesOf({ stepWeight: 100, stepWeightPromotion: 50 })).toEqual([
      ['Initialized', 0, 0, 0], ['Progressing', 0, 0, 0], ['Progressing', 100, 0, 0], ['Promoting', 100, 0, 0], ['Promoting', 50, 0, 0],
      ['Finalising', 0, 0, 0], ['Succeeded', 0, 0, 0],
    ]);
  });

  it('blue/green on a mesh switches all traffic before it promotes', () => {
    const world = changedWorld({ analysis: { iterations: 1 } });
    expect(states(world).map(row => row.slice(0, 3))).toEqual([
      ['Initialized', 0, 0], ['Progressing', 0, 0], ['Progressing', 0, 1], ['Progressing', 0, 2], ['Promoting', 0, 2], ['Finalising', 0, 0], ['Succeeded', 0, 0],
    ]);
    expect(world.messages()).toContain('Routing all traffic to canary');
  });

  it('blue/green without a mesh needs no route; a weighted one becomes ten iterations', () => {
    const world = changedWorld({ analysis: { stepWeight: 10 } }, NO_MESH);
    states(world);
    expect(world.phase).toBe('Succeeded');
    expect(world.effects.filter(effect => effect.kind === 'route')).toEqual([]);
    expect(world.messages()).toEqual(expect.arrayContaining(['Setting canaryAnalysis.iterations: 10', 'Advance podinfo.test canary iteration 10/10']));
  });

  it('A/B testing sends matched requests to the canary at every iteration', () => {
    const world = changedWorld({ analysis: { iterations: 2, match: [{ headers: { 'x-canary': { exact: 'yes' } } }] } });
    expect(states(world).map(row => row[0] + row[2])).toEqual(['Initialized0', 'Progressing0', 'Progressing1', 'Progressing2', 'Promoting2', 'Finalising0', 'Succeeded0']);
    expect(world.effects.filter(effect => effect.kind === 'route' && effect.traffic.canary === 100)).toHaveLength(2);
  });

  it('mirrors before it shifts', () => {
    const world = changedWorld({ analysis: { stepWeight: 50, maxWeight: 50, mirror: true } });
    states(world);
    expect(world.effects.flatMap(effect => (effect.kind === 'route' ? [effect.traffic] : []))).toEqual([
      { primary: 100, canary: 0, mirrored: true }, { primary: 50, canary: 50, mirrored: false }, { primary: 100, canary: 0, mirrored: false },
    ]);
  });

  it('without analysis is promoted at once', () => {
    const world = changedWorld({ analysis: { stepWeight: 10 }, skipAnalysis: true });
    expect(states(world).map(row => row[0])).toEqual(['Initialized', 'Progressing', 'Succeeded']);
    expect(world.asked).not.toContain('metrics');
    expect(world.asked).toContain('confirm-rollout');
  });
});

describe('a release that goes wrong', () => {
  it('is rolled back at the threshold, and its revision is not tried again', () => {
    const world = changedWorld({ analysis: { stepWeight: 30, threshold: 2 } });
    world.interval();
    world.answers = { metrics: { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } } };
    expect(states(world)).toEqual([['Progressing', 30, 0, 0], ['Progressing', 30, 0, 1], ['Progressing', 30, 0, 2], ['Failed', 0, 0, 0]]);
    expect(world.traffic).toEqual({ primary: 100, canary: 0, mirrored: false });
    expect(world.replicas).toBe(0);
    world.interval();
    expect(world.phase).toBe('Failed');
  });

  it('a stuck canary is rolled back without an alert', () => {
    const world = changedWorld({ analysis: { stepWeight: 30 } });
    world.answers = { 'canary-readiness': { state: 'stuck', reason: 'not ready: too long' } };
    world.interval();
    expect(world.phase).toBe('Failed');
    expect(world.messages().slice(-2)).toEqual(['not ready: too long', 'Canary failed! Scaling down podinfo.test']);
    expect(world.effects.filter(effect => effect.kind === 'alert' && effect.severity === 'error')).toEqual([]);
  });

  it.each(['Promoting', 'Finalising'])('in %s, a primary that cannot start leaves all traffic on the canary', phase => {
    const world = changedWorld({ analysis: { stepWeight: 100 } });
    world.interval();
    while (world.phase !== phase) if (!world.tick()) world.passInterval();
    world.answers = { 'primary-readiness': { state: 'stuck', reason: 'primary down' } };
    world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'Failed', canaryWeight: 100 });
    expect(world.traffic.canary).toBe(100);
    expect(world.replicas).toBe(2);
  });

  it('a rollback hook ends it at any check', () => {
    const world = changedWorld({ analysis: { stepWeight: 30 } }).interval();
    world.answers = { rollback: { signalledBy: 'stop', silent: ['other'] } };
    world.interval();
    expect(world.phase).toBe('Failed');
    expect(world.messages()).toEqual(expect.arrayContaining(['Rollback hook other not signaling a rollback', 'Rolling back podinfo.test manual webhook invoked']));
  });

  it('a pre-rollout hook that fails counts as a failed check, and no traffic moves', () => {
    const world = changedWorld({ analysis: { stepWeight: 30, threshold: 2 } });
    world.answers = { 'pre-rollout': closed('tests', 'tests failed') };
    states(world);
    expect(world.phase).toBe('Failed');
    expect(world.messages().filter(message => message === 'Halt podinfo.test advancement pre-rollout check tests failed tests failed')).toHaveLength(2);
    expect(world.effects.some(effect => effect.kind === 'route' && effect.traffic.canary > 0)).toBe(false);
  });
});

describe('gates', () => {
  it('a closed confirm-rollout is said once, then polled in silence', () => {
    const world = changedWorld({ analysis: { stepWeight: 50 } });
    world.answers = { 'confirm-rollout': closed('gate') };
    world.interval().interval().interval();
    expect(world.phase).toBe('Waiting');
    expect(world.messages().filter(message => message.startsWith('Halt'))).toHaveLength(1);
    expect(world.asked.filter(question => question === 'confirm-rollout')).toHaveLength(3);
    world.answers = {};
    world.interval();
    expect(world.phase).toBe('Progressing');
  });

  it('a closed traffic-increase gate is said every time; metrics keep running', () => {
    const world = changedWorld({ analysis: { stepWeight: 50, maxWeight: 50 } }).interval();
    world.answers = { 'confirm-traffic-increase': closed('increase') };
    world.interval().interval();
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', canaryWeight: 50 });
    expect(world.messages().filter(message => message.includes('traffic increase approval'))).toHaveLength(2);
    expect(world.asked.filter(question => question === 'metrics')).toHaveLength(2);
  });

  it('a closed promotion gate zeroes the weight in status while routes stay', () => {
    const world = changedWorld({ analysis: { stepWeight: 50, maxWeight: 50 } }).interval();
    world.answers = { 'confirm-promotion': closed('promotion') };
    world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'WaitingPromotion', canaryWeight: 0, iterations: -1 });
    expect(world.traffic.canary).toBe(50);
    world.answers = {};
    world.interval();
    expect(world.messages()).toContain('Copying podinfo.test template spec to podinfo-primary.test');
  });

  it('muteAlert silences the alert of a closed gate', () => {
    const world = changedWorld({ analysis: { stepWeight: 50 } });
    world.answers = { 'confirm-rollout': { open: false, passed: [], heldBy: { name: 'gate', url: 'http://gate', muteAlert: true }, error: 'no' } };
    world.interval();
    expect(world.effects.some(effect => effect.kind === 'alert' && effect.severity === 'warn')).toBe(false);
  });
});

describe('revisions', () => {
  it('a further change midway starts the analysis anew', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } }).interval().interval();
    expect(world.traffic.canary).toBe(40);
    world.revision = { ...world.revision, hash: 'v1-c' };
    world.tick();
    expect(world.traffic.canary).toBe(0);
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', canaryWeight: 0, lastAppliedSpec: 'v1-c' });
  });

  it('going back to the promoted revision midway is no change: the analysis goes on', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } }).interval();
    world.revision = { ...world.revision, hash: 'v1-a' };
    world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', canaryWeight: 40 });
  });

  it('a failed revision may be tried again after the target went back', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } });
    world.answers = { 'canary-readiness': { state: 'stuck', reason: 'no' } };
    world.interval();
    world.answers = {};
    world.revision = { ...world.revision, hash: 'v1-a' };
    world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'Failed', lastAppliedSpec: 'v1-a' });
    world.revision = { ...world.revision, hash: 'v1-b' };
    world.interval();
    expect(world.phase).toBe('Progressing');
  });

  it('a step that was cut off between route and status is finished, not taken twice', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } }).interval();
    world.traffic = { primary: 60, canary: 40, mirrored: false };
    world.tick();
    expect(world.canary.status?.canaryWeight).toBe(40);
    expect(world.traffic.canary).toBe(40);
  });
});

describe('what was cut off', () => {
  it('a rollback that ended after it scaled down sends no traffic to nobody: the canary runs again first', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } });
    world.tick();
    world.replicas = 0;
    world.interval();
    expect(world.replicas).toBe(2);
  });

  it('a promotion that ended before its status is finished, not judged again', () => {
    const world = changedWorld({ analysis: { stepWeight: 50, maxWeight: 50 } }).interval();
    world.revision = { ...world.revision, equalsPrimary: true };
    world.answers = { metrics: { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } } };
    world.interval();
    expect(world.rules).toContain('finish-promotion');
    expect(world.canary.status?.failedChecks).toBe(0);
  });

  it.each([
    ['', false],
    [', also where the API server drops what its definition of a canary does not know', true],
  ])('a revision that the primary has from the beginning, as it was promoted in the place of another, is judged to the end%s', (_where, drops) => {
    const world = changedWorld({ analysis: { stepWeight: 50, maxWeight: 50 } }).interval();
    world.revision = { ...world.revision, hash: 'v1-a', equalsPrimary: true };
    while (world.phase !== 'Succeeded') world.interval();
    expect(world.canary.status?.lastPromotedSpec).toBe('v1-b');
    world.onMove = () => {
      const { firstRevision, ...status } = world.canary.status ?? {};
      if (drops && firstRevision !== undefined) world.canary = { ...world.canary, status };
    };
    world.asked.length = 0;
    world.rules.length = 0;
    world.interval();
    while (world.phase !== 'Succeeded') world.interval();
    expect(world.rules).not.toContain('finish-promotion');
    expect(world.asked).toContain('confirm-promotion');
    expect(world.canary.status).toMatchObject({ lastPromotedSpec: 'v1-a' });
    expect(world.canary.status).not.toHaveProperty('firstRevision');
  });
});

describe('a suspended canary', () => {
  it('is left as it is, but for a first status', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 }, suspend: true });
    expect([world.phase, world.effects.map(effect => effect.kind)]).toEqual(['Initializing', ['status', 'notice']]);
  });
});

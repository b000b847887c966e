import { describe, expect, it } from '@jest/globals';
import type { CanarySpec } from '@flagger/sdk';
import type { MetricVerdict } from '../../src/decide/evidence.ts';
import { changedWorld, closed, NO_MESH, World } from './world.ts';

const STEP: CanarySpec['analysis'] = { stepWeight: 50, maxWeight: 50 };
const TESTERS: CanarySpec['analysis'] = { iterations: 2, match: [{ headers: { 'x-canary': { exact: 'yes' } } }] };
const BAD: MetricVerdict = { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } };

/** Goes on until the canary is in a phase. */
function reach(world: World, phase: string): World {
  for (let left = 60; world.phase !== phase; left--) {
    if (left === 0) throw new Error(`never ${phase}, but ${world.phase}`);
    if (!world.tick()) world.passInterval();
  }
  return world;
}

const kinds = ({ effects }: World): string[] => effects.map(({ kind }) => kind);
const askedFor = ({ asked }: World, question: string): number => asked.filter(each => each === question).length;
const lastGauge = ({ effects }: World): unknown => effects.findLast(effect => effect.kind === 'status-gauge')?.value;

describe('a canary before its first release', () => {
  it('is Initializing before anything is made', () => {
    const world = new World({ analysis: STEP });
    world.tick();
    expect([world.phase, kinds(world)]).toEqual(['Initializing', ['status']]);
  });

  it('hears that the metric services answer, also where it has no metrics', () => {
    const world = new World({ analysis: STEP }).interval();
    expect(world.effects).toContainEqual(expect.objectContaining({ kind: 'notice', message: 'all the metrics providers are available!' }));
  });

  it('takes a change that comes while its first primary starts for what that primary runs, and never releases it', () => {
    const world = new World({ analysis: STEP });
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not yet' } };
    world.interval();
    world.revision = { hash: 'v1-b', trackedConfigs: {}, equalsPrimary: false };
    world.answers = {};
    for (let interval = 0; interval < 3; interval++) world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'Initialized', lastAppliedSpec: 'v1-b', lastPromotedSpec: 'v1-b' });
  });

  it('fails and is scaled to zero where its first primary can never become ready; a missing route ends that', () => {
    const [bare, routed] = [new World({ analysis: STEP }, NO_MESH), new World({ analysis: STEP })];
    for (const world of [bare, routed]) world.answers = { 'primary-readiness': { state: 'stuck', reason: 'never' } };
    routed.onEffect = ({ kind }) => {
      if (kind === 'route') throw new Error('there is no route yet');
    };
    expect([bare.interval().phase, bare.replicas]).toEqual(['Failed', 0]);
    expect(() => routed.interval()).toThrow('no route yet');
    expect([routed.phase, routed.replicas]).toEqual(['Initializing', 2]);
  });
});

describe('a change of the target', () => {
  it('while a run waits for approval: what begins is what stands then', () => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { 'confirm-rollout': closed('gate') };
    reach(world, 'Waiting').revision = { ...world.revision, hash: 'v1-c' };
    expect(world.interval().phase).toBe('Waiting');
    world.answers = {};
    expect(world.interval().canary.status).toMatchObject({ phase: 'Progressing', lastAppliedSpec: 'v1-c' });
    expect(world.messages().join()).not.toContain('Restarting');
  });

  it.each(['Promoting', 'Finalising'])('during %s waits until the release is over', phase => {
    const world = reach(changedWorld({ analysis: STEP }), phase);
    world.revision = { ...world.revision, hash: 'v1-c', equalsPrimary: false };
    const phases: string[] = [];
    world.onMove = () => void phases.push(world.phase);
    reach(world, 'Succeeded');
    expect(phases).not.toContain('Progressing');
    expect(reach(world, 'Progressing').canary.status).toMatchObject({ lastPromotedSpec: 'v1-b', lastAppliedSpec: 'v1-c' });
  });

  it.each([{}, { skipAnalysis: true }])('that waited for the end of a release (%j) begins the next one an interval later', spec => {
    const world = reach(changedWorld({ analysis: STEP, ...spec }), 'Progressing');
    world.revision = { hash: 'v1-a', trackedConfigs: {}, equalsPrimary: false };
    reach(world, 'Succeeded');
    expect([world.tick(), world.phase]).toEqual([false, 'Succeeded']);
    world.passInterval();
    expect([world.tick(), world.phase]).toEqual([true, 'Progressing']);
  });

  it.each([{}, { skipAnalysis: true }])('that comes after the end of a release (%j) begins the next one at once', spec => {
    const world = reach(changedWorld({ analysis: STEP, ...spec }), 'Succeeded');
    world.revision = { hash: 'v1-c', trackedConfigs: {}, equalsPrimary: false };
    expect([world.tick(), world.phase]).toEqual([true, 'Progressing']);
  });

  it('after a failure is not lost where the primary is not ready at that moment', () => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { 'canary-readiness': { state: 'stuck', reason: 'never' } };
    reach(world, 'Failed').revision = { ...world.revision, hash: 'v1-c' };
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not yet' } };
    expect(world.interval().interval().canary.status).toMatchObject({ phase: 'Failed', lastAppliedSpec: 'v1-b' });
    world.answers = {};
    expect(world.interval().canary.status).toMatchObject({ phase: 'Progressing', lastAppliedSpec: 'v1-c' });
  });

  it('is awaited by a failed canary without a write', () => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { 'canary-readiness': { state: 'stuck', reason: 'never' } };
    reach(world, 'Failed').effects.length = 0;
    world.interval().interval();
    expect(kinds(world)).not.toContain('status');
  });
});

describe('gates and hooks', () => {
  it('of an A/B test: the promotion gate is asked every second interval, testers go to the canary at the others', () => {
    const world = changedWorld({ analysis: TESTERS });
    world.answers = { 'confirm-promotion': closed('gate') };
    reach(world, 'WaitingPromotion').effects.length = 0;
    world.asked.length = 0;
    world.interval().interval().interval().interval();
    expect([askedFor(world, 'confirm-promotion'), world.messages()]).toEqual([2, Array(2).fill('Advance podinfo.test canary iteration 2/2')]);
    expect(world.phase).toBe('WaitingPromotion');
  });

  it('of blue/green with one iteration: the analysis begins again while the promotion gate is closed', () => {
    const world = changedWorld({ analysis: { iterations: 1 } });
    world.answers = { 'confirm-promotion': closed('gate') };
    reach(world, 'WaitingPromotion').interval().interval();
    expect(world.messages().filter(message => message.startsWith('Starting canary analysis')).length).toBeGreaterThan(1);
    expect(askedFor(world, 'pre-rollout')).toBeGreaterThan(1);
  });

  it('of blue/green: the promotion gate is asked before traffic switches and again before the promotion', () => {
    const world = changedWorld({ analysis: { iterations: 1 } });
    while (world.traffic.canary < 100) world.interval();
    expect(askedFor(world, 'confirm-promotion')).toBe(1);
    world.answers = { 'confirm-promotion': closed('gate') };
    world.interval();
    expect([world.phase, world.traffic.canary]).toEqual(['WaitingPromotion', 100]);
    expect(kinds(world)).not.toContain('promote');
  });

  it('the traffic-increase gate is asked before each step, a mirror and the promotion, but not where mirroring ends', () => {
    const world = changedWorld({ analysis: { ...STEP, mirror: true } });
    const asked = [1, 2, 3].map(() => askedFor(world.interval(), 'confirm-traffic-increase'));
    expect(asked).toEqual([1, 1, 2]);
    expect(kinds(world)).toContain('promote');
  });

  it.each([['A/B testing', TESTERS], ['blue/green', { iterations: 1 }]])('the traffic-increase gate is not asked in %s', (_, analysis) => {
    expect(askedFor(reach(changedWorld({ analysis }), 'Succeeded'), 'confirm-traffic-increase')).toBe(0);
  });

  it('the check that asks the pre-rollout hooks moves traffic, and judges no metric', () => {
    const world = changedWorld({ analysis: STEP }).interval();
    expect([askedFor(world, 'pre-rollout'), askedFor(world, 'metrics'), world.traffic.canary]).toEqual([1, 0, 50]);
    expect(askedFor(world.interval(), 'metrics')).toBe(1);
  });

  it('failed checks end a run while its promotion gate is closed', () => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { 'confirm-promotion': closed('gate') };
    reach(world, 'WaitingPromotion').answers = { 'confirm-promotion': closed('gate'), metrics: BAD };
    expect(reach(world, 'Failed').traffic.canary).toBe(0);
  });

  it.each([['Waiting', 'confirm-rollout', false], ['WaitingPromotion', 'confirm-promotion', true]] as const)('rollback hooks in %s, where %s is closed, are asked: %s', (phase, gate, asks) => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { [gate]: closed('gate') };
    reach(world, phase).asked.length = 0;
    world.interval();
    expect(askedFor(world, 'rollback') > 0).toBe(asks);
  });

  it('muteAlert of a rollout hook does not silence the alert of the rollback that it leads to', () => {
    const world = changedWorld({ analysis: STEP }).interval();
    world.answers = { rollout: { open: false, passed: [], heldBy: { name: 'tests', url: 'http://tests', muteAlert: true }, error: 'no' } };
    reach(world, 'Failed');
    expect(world.effects).toContainEqual(expect.objectContaining({ kind: 'alert', severity: 'error', message: 'Failed checks threshold reached 1' }));
  });
});

describe('a rollback', () => {
  it('that fails on its way leaves the phase, and is taken up again', () => {
    const world = changedWorld({ analysis: STEP }).interval();
    world.answers = { metrics: BAD };
    world.onEffect = effect => {
      if (effect.kind === 'scale' && effect.to === 'zero') throw new Error('the API server is down');
    };
    expect(() => world.interval()).toThrow('down');
    expect([world.phase, world.traffic.canary]).toEqual(['Progressing', 0]);
    world.onEffect = () => undefined;
    expect([world.interval().phase, world.replicas]).toEqual(['Failed', 0]);
  });

  it('is told by an event, then an alert, before traffic moves', () => {
    const world = changedWorld({ analysis: STEP }).interval();
    world.answers = { metrics: BAD };
    world.effects.length = 0;
    reach(world, 'Failed');
    const at = world.effects.findIndex(effect => effect.kind === 'event' && effect.message.startsWith('Rolling back'));
    expect(kinds(world).slice(at, at + 3)).toEqual(['event', 'alert', 'route']);
  });
});

describe('what a canary says', () => {
  it('names the canary in some events and the target in others', () => {
    const targetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    expect(reach(changedWorld({ analysis: STEP, targetRef }), 'Succeeded').messages()).toEqual([
      'Initialization done! podinfo.test', 'New revision detected! Scaling up web.test', 'Starting canary analysis for web.test', 'Advance podinfo.test canary weight 50',
      'Copying web.test template spec to web-primary.test', 'Routing all traffic to primary', 'Promotion completed! Scaling down web.test',
    ]);
    const failing = changedWorld({ analysis: STEP, targetRef });
    failing.answers = { 'pre-rollout': closed('tests') };
    expect(reach(failing, 'Failed').messages().slice(-2)).toEqual(['Rolling back podinfo.test failed checks threshold reached 1', 'Canary failed! Scaling down podinfo.test']);
  });

  it('at the end: hooks, then the event, then the alert', () => {
    expect(kinds(reach(changedWorld({ analysis: STEP }), 'Succeeded')).slice(-3)).toEqual(['hooks', 'event', 'alert']);
  });

  it('keeps the failed checks of a run that succeeded', () => {
    const world = changedWorld({ analysis: { ...STEP, threshold: 3 } }).interval();
    world.answers = { metrics: BAD };
    world.interval().answers = {};
    expect(reach(world, 'Succeeded').canary.status?.failedChecks).toBe(1);
  });

  it('in flagger_canary_status is 0 only while it progresses, 2 once it failed, else 1', () => {
    const world = changedWorld({ analysis: STEP });
    world.answers = { 'confirm-rollout': closed('gate') };
    expect(lastGauge(reach(world, 'Waiting').interval())).toBe(1);
    world.answers = { 'confirm-promotion': closed('gate') };
    expect(lastGauge(reach(world, 'Progressing'))).toBe(0);
    expect(lastGauge(reach(world, 'WaitingPromotion').interval())).toBe(1);
    world.answers = { metrics: BAD };
    expect(lastGauge(reach(world, 'Failed'))).toBe(2);
    expect(lastGauge(reach(changedWorld({ analysis: STEP }), 'Finalising'))).toBe(1);
  });
});

describe('traffic', () => {
  it('stays where it is until the promoted primary is ready', () => {
    const world = reach(changedWorld({ analysis: STEP }), 'Promoting');
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not ready: 1 of 2' } };
    world.interval().interval();
    expect([world.phase, world.traffic.canary]).toEqual(['Promoting', 50]);
    expect(world.effects.filter(effect => effect.kind === 'notice' && effect.message === 'not ready: 1 of 2').length).toBeGreaterThan(1);
  });

  it('that somebody moved back before a promotion by steps ended does not hold the release up', () => {
    const world = reach(changedWorld({ analysis: { stepWeight: 100, stepWeightPromotion: 50 } }), 'Promoting');
    world.traffic = { primary: 100, canary: 0, mirrored: false };
    expect(world.interval().interval().phase).toBe('Succeeded');
  });

  it('is stepped from what the routes say, also where that is not 100 in all', () => {
    const world = changedWorld({ analysis: { stepWeight: 20 } }).interval();
    world.traffic = { primary: 70, canary: 20, mirrored: false };
    expect(world.interval().traffic).toMatchObject({ primary: 50, canary: 40 });
  });

  it('of a match without iterations moves by weight', () => {
    const world = reach(changedWorld({ analysis: { ...STEP, match: TESTERS.match ?? [] } }), 'Succeeded');
    expect(world.messages()).toContain('Advance podinfo.test canary weight 50');
  });

  it.each(['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'])('goes back and the release ends at once where skipAnalysis is set in %s', phase => {
    const world = changedWorld({ analysis: STEP });
    if (phase === 'WaitingPromotion') world.answers = { 'confirm-promotion': closed('gate') };
    reach(world, phase).canary = { ...world.canary, spec: { ...world.canary.spec, skipAnalysis: true } };
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not yet' } };
    world.tick();
    expect([world.phase, world.traffic.canary, world.replicas]).toEqual(['Succeeded', 0, 0]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { CANARY_VERBS } from '@flagger/sdk';
import type { CanaryVerb } from '@flagger/sdk';
import { RUN, WEIGHTED, until, worldIn, ask, settle, statuses, refusals, annotations } from './verb-world.ts';
import { changedWorld, closed, MESH, NO_MESH, World } from './world.ts';

describe('each verb in each phase', () => {
  const allowed: Readonly<Record<string, readonly CanaryVerb[]>> = {
    Initialized: [], Waiting: ['promote', 'abort', 'skip-step'], Progressing: ['promote', 'abort', 'pause', 'skip-step'],
    WaitingPromotion: ['promote', 'abort', 'pause'], Promoting: [], Finalising: [], Succeeded: [], Failed: ['retry'],
  };
  const table = Object.entries(allowed).flatMap(([phase, verbs]) => CANARY_VERBS.map(verb => [verb, phase, verbs.includes(verb)] as const));

  it.each(table)('%s in %s: followed %s', (verb, phase, followed) => {
    const world = worldIn(phase);
    const revision = phase === 'Initialized' ? 'v1-a' : RUN;
    ask(world, `${verb} ${revision}`);
    expect(annotations(world)).toBeUndefined();
    if (followed) {
      expect(refusals(world)).toEqual([]);
      expect(world.canary.status?.lastVerb).toEqual({ verb, revision, by: 'kubectl-annotate', at: '1970-01-01T00:00:00Z' });
    } else {
      const list = allowed[phase]?.join(', ') || 'none';
      expect(refusals(world)).toEqual([`Refused "${verb} ${revision}": there is nothing that it could do now. The canary is ${phase} with revision ${revision}; allowed: ${list}`]);
      expect(world.phase).toBe(phase);
      expect(world.canary.status?.lastVerb).toBeUndefined();
    }
  });

  it.each(CANARY_VERBS)('%s while suspended is refused, and nothing else is looked at', verb => {
    const world = worldIn('Progressing');
    world.canary = { ...world.canary, spec: { ...world.canary.spec, suspend: true } };
    ask(world, `${verb} ${RUN}`);
    expect(refusals(world)).toEqual([expect.stringContaining('The canary is suspended, Progressing with revision v1-b; allowed: none')]);
  });

  it('before the first release waits for it, and is refused then', () => {
    const world = new World({ analysis: WEIGHTED }).ask('promote v1-a');
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'not yet' } };
    world.interval();
    expect(refusals(world)).toEqual([]);
    world.answers = {};
    world.interval();
    expect(refusals(world)).toHaveLength(1);
  });
});

describe('a verb that is not followed', () => {
  it.each(['promote', 'frobnicate v1-b', 'promote v1-b 1 2', `promote v1-b ${'x'.repeat(64)}`])('%s is told the form', text => {
    const world = ask(worldIn('Progressing'), text);
    expect(refusals(world)).toEqual([expect.stringMatching(/^Refused ".*": write VERB REVISION, with one of promote, abort, pause, resume, retry, skip-step\. The canary is Progressing/)]);
    expect(world.phase).toBe('Progressing');
  });

  it('is about another run', () => {
    const world = ask(worldIn('Progressing'), 'abort v1-a');
    expect(refusals(world)).toEqual([
      'Refused "abort v1-a": that is not the revision of this run. The canary is Progressing with revision v1-b; allowed: promote, abort, pause, skip-step',
    ]);
  });

  it('is about the run before, while a new one waits for approval', () => {
    const world = worldIn('Waiting');
    expect(world.canary.status?.lastAppliedSpec).toBe('v1-a');
    ask(world, 'promote v1-a');
    expect(refusals(world)).toEqual([expect.stringContaining('The canary is Waiting with revision v1-b')]);
    expect(world.phase).toBe('Waiting');
  });

  it('is cut where it is long', () => {
    const [message = ''] = refusals(ask(worldIn('Progressing'), 'x'.repeat(5000)));
    expect(message.length).toBeLessThan(400);
  });

  it('was done already, and came back', () => {
    const world = ask(worldIn('Progressing'), `skip-step ${RUN}`);
    const { canaryWeight } = world.canary.status ?? {};
    ask(world, `skip-step ${RUN}`);
    expect(world.canary.status?.canaryWeight).toBe(canaryWeight);
    expect(refusals(world)).toEqual([expect.stringContaining('it was done at 1970-01-01T00:00:00Z; to ask for it once more, add a word that is new')]);
    ask(world, `skip-step ${RUN} again`);
    expect(world.canary.status?.canaryWeight).toBe(60);
    expect(world.canary.status?.lastVerb).toMatchObject({ id: 'again' });
  });
});

describe('who asked', () => {
  it('is said', () => {
    expect(ask(worldIn('Progressing'), `promote ${RUN}`).messages()).toContain('Promote of revision v1-b asked by kubectl-annotate');
  });

  it('is left out where the API server does not tell', () => {
    const world = worldIn('Progressing');
    world.answers = { 'asked-by': { manager: undefined } };
    ask(world, `pause ${RUN}`);
    expect(world.messages()).toContain('Pause of revision v1-b asked');
    expect(world.canary.status?.lastVerb).not.toHaveProperty('by');
  });

  it('is not asked for where no verb is found or followed', () => {
    expect(ask(worldIn('Progressing'), 'promote v1-x').asked).not.toContain('asked-by');
  });
});

describe('promote', () => {
  it('goes on like any promotion, with the primary watched', () => {
    const world = worldIn('Progressing');
    world.ask(`promote ${RUN}`).tick();
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'rolling' } };
    world.interval();
    expect([world.phase, world.traffic.canary]).toEqual(['Promoting', 20]);
    world.answers = {};
    until(world, 'Succeeded');
    expect(world.canary.status).toMatchObject({ lastPromotedSpec: RUN, lastVerb: { verb: 'promote' } });
  });

  it('asks no check and no gate', () => {
    const world = worldIn('Progressing');
    world.asked.length = 0;
    world.passInterval();
    world.ask(`promote ${RUN}`).tick();
    expect(new Set(world.asked)).toEqual(new Set(['revision', 'primary-readiness', 'traffic', 'canary-readiness', 'rollback', 'asked-by']));
  });

  it('waits for the canary to be ready', () => {
    const world = worldIn('Progressing');
    world.answers = { 'canary-readiness': { state: 'waiting', reason: 'not yet' } };
    ask(world, `promote ${RUN}`);
    expect([world.phase, annotations(world)]).toEqual(['Progressing', { 'flagger.app/verb': `promote ${RUN}` }]);
    world.answers = {};
    settle(world);
    expect(world.messages()).toContain('Copying podinfo.test template spec to podinfo-primary.test');
  });

  it('of a run that waits for approval begins it, and promotes once the canary is ready', () => {
    const world = worldIn('Waiting');
    world.answers = { ...world.answers, 'canary-readiness': { state: 'waiting', reason: 'not yet' } };
    ask(world, `promote ${RUN}`);
    expect([world.phase, world.canary.status?.lastVerb]).toEqual(['Progressing', undefined]);
    world.answers = {};
    settle(world);
    expect(world.canary.status).toMatchObject({ phase: 'Finalising', lastVerb: { verb: 'promote', revision: RUN } });
  });

  it('ends a pause, also of a canary without analysis', () => {
    const world = changedWorld({ analysis: WEIGHTED, skipAnalysis: true });
    world.answers = { 'canary-readiness': { state: 'waiting', reason: 'not yet' } };
    world.interval();
    ask(world, `pause ${RUN}`);
    world.answers = {};
    world.interval();
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', paused: true });
    ask(world, `promote ${RUN}`);
    expect(world.canary.status).toMatchObject({ phase: 'Succeeded' });
    expect(world.canary.status).not.toHaveProperty('paused');
  });
});

describe('abort', () => {
  it.each(['Waiting', 'Progressing', 'WaitingPromotion'])('in %s rolls back without a word of thresholds', phase => {
    const world = worldIn(phase);
    world.canary = { ...world.canary, status: { ...world.canary.status, failedChecks: 1 } };
    world.effects.length = 0;
    ask(world, `abort ${RUN}`);
    expect(world.canary.status).toMatchObject({ phase: 'Failed', lastAppliedSpec: RUN, lastPromotedSpec: 'v1-a', canaryWeight: 0 });
    expect([world.traffic, world.replicas]).toEqual([{ primary: 100, canary: 0, mirrored: false }, 0]);
    expect(world.messages()).toEqual(['Rolling back podinfo.test: Abort of revision v1-b asked by kubectl-annotate', 'Canary failed! Scaling down podinfo.test']);
    expect(world.effects).toContainEqual(expect.objectContaining({ kind: 'alert', severity: 'warn' }));
  });

  it('waits for nobody: neither for the primary nor for the canary', () => {
    const world = worldIn('Progressing');
    world.answers = { 'primary-readiness': { state: 'waiting', reason: 'no' }, 'canary-readiness': { state: 'waiting', reason: 'no' } };
    expect(ask(world, `abort ${RUN}`).phase).toBe('Failed');
  });

  it('works while paused, and ends the pause', () => {
    const world = ask(ask(worldIn('Progressing'), `pause ${RUN}`), `abort ${RUN}`);
    expect(world.phase).toBe('Failed');
    expect(world.canary.status).not.toHaveProperty('paused');
  });
});

describe('pause', () => {
  it.each(['Progressing', 'WaitingPromotion'])('in %s keeps checks, gates and steps, and no failed check is counted', phase => {
    const world = ask(worldIn(phase), `pause ${RUN}`);
    const before = world.canary.status;
    world.answers = { metrics: { passed: false, event: { level: 'info', message: 'Halt' }, failure: { metric: 'm' } } };
    world.asked.length = 0;
    world.interval().interval().interval();
    expect(world.canary.status).toEqual(before);
    expect(new Set(world.asked)).toEqual(new Set(['revision', 'primary-readiness', 'traffic', 'canary-readiness', 'rollback']));
  });

  it('does not keep a canary from being rolled back past its deadline, nor by a hook', () => {
    for (const answers of [{ 'canary-readiness': { state: 'stuck', reason: 'too long' } }, { rollback: { signalledBy: 'stop', silent: [] } }] as const) {
      const world = ask(worldIn('Progressing'), `pause ${RUN}`);
      world.answers = answers;
      expect(world.interval().phase).toBe('Failed');
    }
  });

  it('belongs to its run: a further revision is judged', () => {
    const world = ask(worldIn('Progressing'), `pause ${RUN}`);
    world.revision = { ...world.revision, hash: 'v1-c' };
    world.interval().interval();
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', lastAppliedSpec: 'v1-c', canaryWeight: 40 });
    expect(world.canary.status).not.toHaveProperty('paused');
  });

  it('ends with resume, and no check comes before its time', () => {
    const world = ask(worldIn('Progressing'), `pause ${RUN}`);
    world.interval();
    ask(world, `resume ${RUN}`);
    expect(world.canary.status).toMatchObject({ canaryWeight: 20, lastVerb: { verb: 'resume' } });
    world.interval();
    expect(world.canary.status).toMatchObject({ canaryWeight: 40 });
  });

  it('twice, and resume of what is not paused, are refused', () => {
    const world = ask(worldIn('Progressing'), `resume ${RUN}`);
    ask(world, `pause ${RUN}`);
    ask(world, `pause ${RUN} again`);
    expect(refusals(world)).toEqual([expect.stringContaining('allowed: promote, abort, pause,'), expect.stringContaining('Progressing and paused with revision v1-b; allowed: promote, abort, resume,')]);
  });
});

describe('skip-step', () => {
  it('moves one weight, unjudged, and the next check is a whole interval away', () => {
    const world = worldIn('Progressing');
    world.passInterval();
    world.asked.length = 0;
    ask(world, `skip-step ${RUN}`);
    expect(world.canary.status?.canaryWeight).toBe(40);
    expect(world.asked).not.toContain('metrics');
    expect(world.interval().canary.status?.canaryWeight).toBe(60);
  });

  it('steps by hand through a pause', () => {
    const world = ask(worldIn('Progressing'), `pause ${RUN}`);
    ask(world, `skip-step ${RUN} 1`);
    ask(world, `skip-step ${RUN} 2`);
    expect(world.interval().canary.status).toMatchObject({ canaryWeight: 60, paused: true });
  });

  it('has nothing to do at the last weight', () => {
    const world = worldIn('Progressing', { stepWeight: 50, maxWeight: 50 });
    ask(world, `skip-step ${RUN}`);
    expect(refusals(world)).toEqual([expect.stringContaining('allowed: promote, abort, pause')]);
    expect(world.traffic.canary).toBe(50);
  });

  it('finishes a step that was cut off rather than take two', () => {
    const world = worldIn('Progressing');
    world.traffic = { primary: 60, canary: 40, mirrored: false };
    ask(world, `skip-step ${RUN}`);
    expect([world.traffic.canary, world.canary.status?.canaryWeight]).toEqual([40, 40]);
  });

  it('leaves mirroring out', () => {
    const world = changedWorld({ analysis: { ...WEIGHTED, mirror: true } });
    world.answers = { 'pre-rollout': closed('tests') };
    world.interval();
    ask(world, `skip-step ${RUN}`);
    expect(world.traffic).toEqual({ primary: 80, canary: 20, mirrored: false });
  });

  it.each([
    ['blue/green', { iterations: 3 }, MESH],
    ['blue/green without a mesh', { iterations: 3 }, NO_MESH],
    ['A/B testing', { iterations: 3, match: [{ headers: { 'x-canary': { exact: 'yes' } } }] }, MESH],
  ] as const)('counts one iteration of %s', (_, analysis, capabilities) => {
    const world = changedWorld({ analysis }, capabilities).interval();
    ask(world, `skip-step ${RUN}`);
    expect(world.canary.status?.iterations).toBe(2);
  });

  it('lets a run begin that waits for approval', () => {
    const world = ask(worldIn('Waiting'), `skip-step ${RUN}`);
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', lastAppliedSpec: RUN, lastVerb: { verb: 'skip-step' } });
  });
});

describe('retry', () => {
  it('begins a run of the revision that failed', () => {
    const world = ask(worldIn('Failed'), `retry ${RUN}`);
    expect(world.messages()).toContain('New revision detected! Scaling up podinfo.test');
    until(world, 'Succeeded');
  });

  it('asks for approval like any run', () => {
    const world = worldIn('Failed');
    world.answers = { 'confirm-rollout': closed('gate') };
    ask(world, `retry ${RUN}`);
    expect(world.canary.status).toMatchObject({ phase: 'Waiting', lastVerb: { verb: 'retry' } });
    world.answers = {};
    expect(world.interval().phase).toBe('Progressing');
  });

  it('waits for a primary that is not ready, and rolls nothing back for it', () => {
    const world = worldIn('Failed');
    world.answers = { 'primary-readiness': { state: 'stuck', reason: 'primary down' } };
    world.effects.length = 0;
    ask(world, `retry ${RUN}`);
    expect([world.phase, world.effects.some(({ kind }) => kind === 'route')]).toEqual(['Failed', false]);
    world.answers = {};
    settle(world);
    expect(world.phase).toBe('Progressing');
  });

  it('after a failed promotion gives the traffic to the primary first', () => {
    const world = worldIn('Promoting');
    world.answers = { 'primary-readiness': { state: 'stuck', reason: 'primary down' } };
    settle(world);
    expect([world.phase, world.traffic.canary]).toEqual(['Failed', 100]);
    world.answers = { 'canary-readiness': { state: 'waiting', reason: 'starting' } };
    ask(world, `retry ${RUN}`);
    expect([world.phase, world.traffic.canary]).toEqual(['Progressing', 0]);
  });

  it('of a target that has gone on is overtaken by what it is now', () => {
    const world = worldIn('Failed');
    world.revision = { ...world.revision, hash: 'v1-c' };
    ask(world, `retry ${RUN}`);
    expect(world.canary.status).toMatchObject({ phase: 'Progressing', lastAppliedSpec: 'v1-c' });
    expect(refusals(world)).toEqual([expect.stringContaining('that is not the revision of this run')]);
  });
});

describe('crash safety', () => {
  it.each(['promote', 'abort', 'pause', 'skip-step'] as const)('%s is noted in the very write that it leads to, and then the annotation goes', verb => {
    const world = worldIn('Progressing');
    world.effects.length = 0;
    world.ask(`${verb} ${RUN}`).tick();
    expect(statuses(world)).toEqual([expect.objectContaining({ verb: { verb, revision: RUN, by: 'kubectl-annotate' } })]);
    const kinds = world.effects.map(({ kind }) => kind);
    expect(kinds.indexOf('verb-done')).toBe(kinds.indexOf('status') + 1);
  });

  /** What stands once a verb was followed, cut off at one effect, and looked at again. */
  function standing(verb: CanaryVerb, phase: string, cut?: { readonly effect: number; readonly side: 'before' | 'after' }): Readonly<Record<string, unknown>> {
    const world = worldIn(phase);
    if (verb === 'resume') ask(world, `pause ${RUN}`);
    world.effects.length = 0;
    let seen = 0;
    world.onEffect = (_, side) => {
      if (side === 'before') seen += 1;
      if (seen !== cut?.effect || side !== cut.side) return;
      world.onEffect = () => undefined;
      throw new Error('cut off');
    };
    world.ask(`${verb} ${RUN}`);
    try {
      settle(world);
    } catch {
      settle(world);
    }
    world.onEffect = () => undefined;
    const { canaryWeight, lastVerb } = world.canary.status ?? {};
    for (let interval = 0; interval < 12; interval++) world.interval();
    const { paused = false } = world.canary.status ?? {};
    return { atOnce: { lastVerb, ...(verb === 'skip-step' && { canaryWeight }) }, atLast: [world.phase, paused, world.traffic, annotations(world)], effects: seen };
  }

  it.each([
    ['promote', 'Progressing'], ['promote', 'WaitingPromotion'], ['abort', 'Waiting'], ['abort', 'Progressing'], ['pause', 'Progressing'], ['resume', 'Progressing'],
    ['skip-step', 'Progressing'], ['retry', 'Failed'],
  ] as const)('%s in %s, cut off at any effect, ends as if it had not been', (verb, phase) => {
    const { effects, ...undisturbed } = standing(verb, phase);
    for (let effect = 1; effect <= Number(effects); effect++) {
      for (const side of ['before', 'after'] as const) expect({ effect, side, ...standing(verb, phase, { effect, side }) }).toMatchObject({ effect, side, ...undisturbed });
    }
  });
});

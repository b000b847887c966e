import { afterEach, describe, expect, it } from '@jest/globals';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, hook, phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';

const STEPS = { stepWeight: 20, maxWeight: 60, metrics: builtinMetrics };

let world: EmbeddedWorld;
afterEach(() => world.close());

/** A world whose canary is initialized. */
async function initialized(provider = 'istio', fields: (lab: EmbeddedWorld['lab']) => Record<string, unknown> = () => ({})): Promise<EmbeddedWorld> {
  world = await EmbeddedWorld.start('inherited');
  await world.lab.create(deployment());
  await world.lab.create(canary(provider, { ...STEPS, ...fields(world.lab) }));
  await phase(world.lab, 'Initialized');
  return world;
}

const heard = (text: string): number => world.lab.messages().filter(message => message.includes(text)).length;
const edit = (spec: Record<string, unknown>): Promise<void> => world.lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { spec });
const series = async (pattern: RegExp): Promise<readonly string[]> => (await world.operator.metrics()).split('\n').filter(line => pattern.test(line));

describe('a suspended canary', () => {
  it('says once that it is skipped, and rests', async () => {
    const { lab } = await initialized();
    await edit({ suspend: true });
    await lab.sleep(300_000);
    expect(heard('skipping canary run as object is suspended')).toBe(1);
  });
});

describe('the schema', () => {
  it('drops what a match of the analysis can not say', async () => {
    const { lab } = await initialized('istio', () => ({ match: [{ uri: { prefix: '/' }, headers: { 'x-canary': { exact: 'yes' } } }] }));
    expect((await lab.canary())?.spec.analysis.match).toEqual([{ headers: { 'x-canary': { exact: 'yes' } } }]);
  });
});

describe('a weighted canary without a mesh', () => {
  it('is warned at every check, and counted as weighted though iterations ran', async () => {
    const { lab } = await initialized('kubernetes');
    await lab.image('2');
    await phase(lab, 'Succeeded', 300);
    expect(heard('Progressive traffic is not supported when using the kubernetes provider')).toBeGreaterThan(10);
    expect(heard('Setting canaryAnalysis.iterations: 10')).toBe(heard('Progressive traffic is not supported'));
    expect(await series(/^flagger_canary_successes_total/)).toEqual([expect.stringContaining('deployment_strategy="canary"')]);
  });
});

describe('a rollback', () => {
  it('tells its post-rollout hooks that it failed, and listeners the phase from before', async () => {
    const { lab } = await initialized('istio', it => ({ webhooks: [hook(it, 'after', { type: 'post-rollout' })] }));
    lab.control.metrics.unshift([/./, 0]);
    await lab.image('2');
    await phase(lab, 'Failed');
    expect(lab.backends.heard).toContainEqual(expect.objectContaining({ kind: 'hook', path: 'after', payload: expect.objectContaining({ phase: 'Failed' }) }));
    expect(lab.backends.heard).toContainEqual(expect.objectContaining({ kind: 'event', phase: 'Progressing', message: 'Post-rollout check after passed' }));
  });
});

describe('a canary with revertOnDeletion', () => {
  it('is let go also where its target was deleted with it', async () => {
    world = await EmbeddedWorld.start('inherited');
    const { lab } = world;
    for (const object of [deployment(), canary('istio', STEPS, { spec: { revertOnDeletion: true } })]) await lab.create(object);
    await phase(lab, 'Initialized');
    await lab.remove('apps/v1', 'Deployment', 'podinfo');
    await lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
    await world.settle();
    expect(await lab.canary()).toBeUndefined();
    expect(heard('Terminated canary podinfo.inherited')).toBe(1);
  });
});

describe('the rollout gate after a failure', () => {
  it('is asked about the new revision, which the status then holds', async () => {
    const { lab } = await initialized('istio', it => ({ webhooks: [hook(it, 'gate', { type: 'confirm-rollout' }), hook(it, 'before', { type: 'pre-rollout' }), hook(it, 'after', { type: 'post-rollout' })] }));
    const calls = (): readonly [string, string, string][] => lab.backends.heard.flatMap(entry => {
      if (entry.kind !== 'hook') return [];
      const { path, payload } = entry as unknown as { path: string; payload: { phase: string; checksum: string } };
      return [[path, payload.phase, payload.checksum]];
    });
    lab.control.metrics.unshift([/./, 0]);
    await lab.image('2');
    await phase(lab, 'Failed');
    lab.control.metrics.length = 0;
    lab.control.hooks['gate'] = 403;
    const heardBefore = calls();
    await lab.image('3');
    await phase(lab, 'Waiting');
    const applied = (await lab.canary())?.status?.lastAppliedSpec;
    lab.control.hooks['gate'] = 200;
    await phase(lab, 'Succeeded', 300);
    const [gate, ...later] = calls().slice(heardBefore.length);
    expect(gate?.slice(0, 2)).toEqual(['gate', 'Failed']);
    expect(new Set(later.map(([, , checksum]) => checksum))).toEqual(new Set([gate?.[2]]));
    expect(heardBefore.map(([, , checksum]) => checksum)).not.toContain(gate?.[2]);
    expect((await lab.canary())?.status?.lastPromotedSpec).toBe(applied);
  });
});

describe('a canary with doubts', () => {
  it('is Initializing from its first status on', async () => {
    world = await EmbeddedWorld.start('inherited');
    await world.lab.create(deployment());
    await world.lab.create(canary('istio', { ...STEPS, metrics: [{ name: 'neither' }] }));
    await phase(world.lab, 'Initialized');
    const phases = world.writes().flatMap(entry => (entry.kind === 'write' && 'body' in entry ? [(entry.body as { status?: { phase?: string } } | undefined)?.status] : []));
    expect(phases.filter(status => status !== undefined)[0]).toMatchObject({ phase: 'Initializing', conditions: [{ type: 'Promoted' }, { type: 'Accepted', status: 'True' }] });
  });
});

describe('a primary that somebody deletes', () => {
  it('is made again from the target as it is now, also midway', async () => {
    const { lab, api } = await initialized();
    await lab.image('2');
    await event(lab, /canary weight 20/);
    await lab.remove('apps/v1', 'Deployment', 'podinfo-primary');
    await world.settle();
    const primary = api.store.get({ apiVersion: 'apps/v1', kind: 'Deployment' }, { namespace: 'inherited', name: 'podinfo-primary' });
    expect(primary).toMatchObject({ spec: { template: { spec: { containers: [{ image: 'podinfo:2' }] } } } });
  });
});

describe('an interval that is changed midway', () => {
  it('counts at once, and no check runs twice', async () => {
    const { lab, clock } = await initialized('istio', () => ({ interval: '60m' }));
    await lab.image('2');
    await event(lab, /canary weight 20/, 7200);
    const at = clock.now();
    await lab.sleep(60_000);
    await edit({ analysis: { interval: '30s' } });
    await phase(lab, 'Succeeded', 300);
    expect(clock.now() - at).toBeLessThan(300_000);
    expect(lab.messages().filter(message => message.startsWith('Advance'))).toEqual([20, 40, 60].map(weight => `Advance podinfo.inherited canary weight ${weight}`));
  });
});

describe('flagger_canary_status', () => {
  it('is there again after a restart of the operator midway', async () => {
    const { lab } = await initialized();
    await lab.image('2');
    await event(lab, /canary weight 20/);
    await world.stopOperator();
    await world.startOperator();
    expect(await series(/^flagger_canary_status/)).toEqual(['flagger_canary_status{name="podinfo",namespace="inherited"} 0']);
  });
});

describe('flagger_canary_duration_seconds', () => {
  it('counts the checks of an analysis and nothing else', async () => {
    const { lab } = await initialized('istio', it => ({ webhooks: [hook(it, 'gate', { type: 'confirm-rollout' })] }));
    lab.control.hooks['gate'] = 403;
    await lab.image('2');
    await lab.sleep(60_000);
    lab.control.hooks['gate'] = 200;
    await phase(lab, 'Succeeded', 300);
    // Three steps and the promotion.
    expect(await series(/^flagger_canary_duration_seconds_count/)).toEqual(['flagger_canary_duration_seconds_count{name="podinfo",namespace="inherited"} 4']);
  });
});

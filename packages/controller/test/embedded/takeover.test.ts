import { afterEach, describe, expect, it } from '@jest/globals';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';

/** Hashes as Flagger writes them. */
const FLAGGER_HASH = '5f8cb6d9f4';

let world: EmbeddedWorld;
afterEach(() => world.close());

/** A world whose canary is where Flagger left it: initialized, with a status in Flagger's hand. */
async function leftByFlagger(status: Record<string, unknown> = {}): Promise<EmbeddedWorld> {
  world = await EmbeddedWorld.start('takeover');
  const { lab } = world;
  await lab.create(deployment());
  await lab.create(canary('istio', { stepWeight: 50, metrics: builtinMetrics }));
  await phase(lab, 'Initialized');
  await world.stopOperator();
  world.patchStatus({ phase: 'Succeeded', lastAppliedSpec: FLAGGER_HASH, lastPromotedSpec: FLAGGER_HASH, ...status });
  lab.backends.heard.length = 0;
  return world;
}

describe('taking over from Flagger', () => {
  it('an unchanged target is adopted without a release', async () => {
    const { lab } = await leftByFlagger();
    await world.startOperator();
    await lab.sleep(60_000);
    expect(lab.messages()).toEqual([]);
    expect((await lab.canary())?.status).toMatchObject({ phase: 'Succeeded', lastAppliedSpec: expect.stringMatching(/^v1-/), lastPromotedSpec: expect.stringMatching(/^v1-/) });
  });

  it('a target that was changed while nobody looked is released', async () => {
    const { lab } = await leftByFlagger();
    await lab.image('2');
    await world.startOperator();
    await phase(lab, 'Progressing');
    expect(lab.messages()).toContain('New revision detected! Scaling up podinfo.takeover');
  });

  it('a later change is released like any other', async () => {
    const { lab } = await leftByFlagger();
    await world.startOperator();
    await lab.sleep(1000);
    await lab.image('2');
    await phase(lab, 'Succeeded', 200);
    expect(lab.messages().filter(message => message.startsWith('Promotion completed'))).toHaveLength(1);
  });

  it('a failed revision is not tried again', async () => {
    const { lab } = await leftByFlagger({ phase: 'Failed' });
    await world.startOperator();
    await lab.sleep(60_000);
    expect(lab.messages()).toEqual([]);
  });

  it('a release in the middle goes on where it stood', async () => {
    const { lab } = await leftByFlagger();
    await world.startOperator();
    await lab.image('2');
    await phase(lab, 'Progressing');
    await lab.until('traffic', async () => ((await lab.canary())?.status?.canaryWeight ?? 0) > 0);
    await world.stopOperator();
    world.patchStatus({ lastAppliedSpec: 'bcdf456789', lastPromotedSpec: FLAGGER_HASH });
    lab.backends.heard.length = 0;
    await world.startOperator();
    await phase(lab, 'Succeeded', 200);
    expect(lab.messages()).not.toContain('New revision detected! Restarting analysis for podinfo.takeover');
  });
});

describe('a restart of the operator', () => {
  it('does not make the analysis faster', async () => {
    world = await EmbeddedWorld.start('takeover');
    const { lab, clock } = world;
    await lab.create(deployment());
    await lab.create(canary('istio', { stepWeight: 20, maxWeight: 60, metrics: builtinMetrics }));
    await phase(lab, 'Initialized');
    await lab.image('2');
    await lab.until('weight 20', async () => (await lab.canary())?.status?.canaryWeight === 20);
    const steppedAt = clock.now();
    await lab.sleep(3000);
    await world.stopOperator();
    await world.startOperator();
    await lab.until('weight 40', async () => (await lab.canary())?.status?.canaryWeight === 40);
    expect(clock.now() - steppedAt).toBeGreaterThanOrEqual(10_000);
    expect(clock.now() - steppedAt).toBeLessThan(12_000);
  });
});

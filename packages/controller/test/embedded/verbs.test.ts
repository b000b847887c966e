import { afterEach, describe, expect, it } from '@jest/globals';
import type { ApiRequest } from '@flagger/testkit';
import { event, phase } from '../golden/lab.ts';
import { hookUrl, VerbLab } from './verb-lab.ts';

let lab: VerbLab;
afterEach(() => lab.world.close());

const isRemoval = ({ verb, target }: ApiRequest): boolean => verb === 'patch' && target?.plural === 'canaries' && target.subresource === '';

describe('a verb by kubectl', () => {
  it('is followed at once, noted with who asked, and taken away', async () => {
    lab = await VerbLab.running();
    const { lastAppliedSpec } = await lab.status();
    await lab.ask('promote');
    expect(lab.said(/asked/)).toEqual([`Promote of revision ${lastAppliedSpec} asked by kubectl-annotate`]);
    expect(await lab.annotation()).toBeUndefined();
    expect(await lab.status()).toMatchObject({
      phase: 'Promoting', lastVerb: { verb: 'promote', revision: lastAppliedSpec, by: 'kubectl-annotate', at: new Date(lab.world.clock.now()).toISOString().replace(/\.\d+/, '') },
    });
    await phase(lab.world.lab, 'Succeeded');
    expect((await lab.status()).lastPromotedSpec).toBe(lastAppliedSpec);
  });

  it('abort rolls back at once, and retry tries the same revision again', async () => {
    lab = await VerbLab.running();
    await lab.ask('abort');
    expect((await lab.status()).phase).toBe('Failed');
    await lab.world.lab.sleep(60_000);
    expect((await lab.status()).phase).toBe('Failed');
    await lab.ask('retry');
    expect(await lab.status()).toMatchObject({ phase: 'Progressing', lastVerb: { verb: 'retry' } });
    await phase(lab.world.lab, 'Succeeded');
  });

  it('pause holds without a request, and resume goes on no faster than the interval', async () => {
    lab = await VerbLab.running();
    const { api, lab: { backends }, clock } = lab.world;
    await lab.ask('pause');
    await lab.world.lab.sleep(20_000);
    api.requests.reset();
    backends.heard.length = 0;
    await lab.world.lab.sleep(1_800_000);
    expect([lab.world.controllerRequests(), backends.heard]).toEqual([[], []]);
    expect(await lab.status()).toMatchObject({ phase: 'Progressing', paused: true, canaryWeight: 20 });
    await lab.ask('resume');
    const resumedAt = clock.now();
    await event(lab.world.lab, /canary weight 60/);
    const [first = 0, second = 0] = backends.heard.filter(entry => 'message' in entry && /canary weight/.test(String(entry.message))).map(({ at }) => at);
    expect(first - resumedAt).toBeLessThanOrEqual(10_000);
    expect(second - first).toBeGreaterThanOrEqual(10_000);
  });

  it('skip-step takes one step for each id', async () => {
    lab = await VerbLab.running();
    await lab.ask('pause');
    await lab.ask('skip-step', 'a');
    await lab.ask('skip-step', 'a');
    expect((await lab.status()).canaryWeight).toBe(40);
    await lab.ask('skip-step', 'b');
    expect(await lab.status()).toMatchObject({ canaryWeight: 60, paused: true });
  });

  it('opens gates: approval of a run by skip-step, of a promotion by promote', async () => {
    const gates = [{ name: 'begin', type: 'confirm-rollout', url: hookUrl('begin') }, { name: 'end', type: 'confirm-promotion', url: hookUrl('end') }];
    lab = await VerbLab.start({ webhooks: gates });
    Object.assign(lab.world.lab.control.hooks, { begin: 403, end: 403 });
    await lab.world.lab.image('2');
    await phase(lab.world.lab, 'Waiting');
    const [, revision = ''] = /to approve revision (\S+);/.exec((await lab.advancing())?.message ?? '') ?? [];
    await lab.annotate(`skip-step ${revision}`);
    await phase(lab.world.lab, 'WaitingPromotion');
    await lab.annotate(`promote ${revision}`);
    await phase(lab.world.lab, 'Succeeded');
    expect((await lab.status()).lastPromotedSpec).toBe(revision);
  });
});

describe('a verb that is not followed', () => {
  it('is answered once, with what stands and what is allowed, and taken away', async () => {
    lab = await VerbLab.running();
    const { lastAppliedSpec } = await lab.status();
    await lab.annotate('promote v1-old');
    const answer = `Refused "promote v1-old": that is not the revision of this run. The canary is Progressing with revision ${lastAppliedSpec}; allowed: promote, abort, pause, skip-step`;
    expect(lab.said(/Refused/)).toEqual([answer]);
    expect(await lab.annotation()).toBeUndefined();
    expect((await lab.status()).lastVerb).toBeUndefined();
  });

  it('put back again and again, as GitOps does, costs nothing more', async () => {
    lab = await VerbLab.running();
    for (let round = 0; round < 5; round++) await lab.annotate('abort v1-old');
    expect(lab.said(/Refused/)).toHaveLength(1);
    expect(lab.world.writes().filter(write => 'resource' in write && write.resource === 'flagger.app/v1beta1/canaries')).toHaveLength(1);
    await phase(lab.world.lab, 'Succeeded');
  });

  it('a verb that was done and is put back is not done again', async () => {
    lab = await VerbLab.running();
    const { lastAppliedSpec } = await lab.status();
    for (let round = 0; round < 4; round++) await lab.annotate(`skip-step ${lastAppliedSpec}`);
    expect((await lab.status()).canaryWeight).toBe(40);
    expect(lab.said(/it was done at/)).toHaveLength(1);
  });
});

describe('an operator that dies between the change and the removal of the annotation', () => {
  async function dieAfter(verb: string): Promise<void> {
    const { world } = lab;
    const { lastAppliedSpec } = await lab.status();
    let killed = false;
    world.api.faults.inject(request => {
      if (killed || !world.isController(request) || !isRemoval(request)) return undefined;
      world.killOperator(1000);
      killed = true;
      return { kind: 'drop' };
    });
    await lab.annotate(`${verb} ${lastAppliedSpec}`);
    expect(await lab.annotation()).toBe(`${verb} ${lastAppliedSpec}`);
    await world.lab.sleep(2000);
    expect(await lab.annotation()).toBeUndefined();
  }

  it('takes a skipped step once', async () => {
    lab = await VerbLab.running();
    await lab.ask('pause');
    await dieAfter('skip-step');
    await lab.world.lab.sleep(60_000);
    expect(await lab.status()).toMatchObject({ canaryWeight: 40, lastVerb: { verb: 'skip-step' } });
  });

  it.each([[false], [true]])('promotes, aborts and retries once, with Flagger\'s schema %s', async flaggersCrds => {
    lab = await VerbLab.running({}, { flaggersCrds });
    await dieAfter('abort');
    expect((await lab.status()).phase).toBe('Failed');
    await dieAfter('retry');
    await event(lab.world.lab, /canary weight 40/);
    await dieAfter('promote');
    await phase(lab.world.lab, 'Succeeded');
    await lab.world.lab.sleep(60_000);
    expect((await lab.status()).phase).toBe('Succeeded');
    for (const verb of ['Abort', 'Retry', 'Promote']) expect(lab.said(new RegExp(`${verb} of revision`))).toHaveLength(1);
  });
});

describe('on a cluster with Flagger\'s schema', () => {
  it('verbs work; the fields are absent', async () => {
    lab = await VerbLab.running({}, { flaggersCrds: true });
    await lab.ask('pause');
    await lab.world.lab.sleep(120_000);
    const { paused, lastVerb, ...status } = await lab.status();
    expect([paused, lastVerb]).toEqual([undefined, undefined]);
    expect(status).toMatchObject({ phase: 'Progressing', canaryWeight: 20 });
    expect(await lab.advancing()).toMatchObject({ status: 'False', reason: 'Paused' });
    await lab.world.stopOperator();
    await lab.world.startOperator();
    await lab.world.lab.sleep(60_000);
    await lab.ask('skip-step');
    expect(await lab.status()).toMatchObject({ phase: 'Progressing', canaryWeight: 40 });
    await lab.ask('resume');
    await phase(lab.world.lab, 'Succeeded');
    expect(await lab.annotation()).toBeUndefined();
  });
});

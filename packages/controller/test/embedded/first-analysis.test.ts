import { afterEach, describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, hook, phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

let world: EmbeddedWorld;
afterEach(() => world.close());

interface Start {
  readonly provider?: string;
  readonly analysis?: Record<string, unknown>;
  /** Annotations of the target's pods. */
  readonly pods?: Record<string, string>;
  readonly before?: () => void;
}

async function start({ provider = 'istio', analysis = { stepWeight: 50, maxWeight: 50 }, pods = {}, before }: Start = {}): Promise<void> {
  world = await EmbeddedWorld.start('first');
  before?.();
  const target = deployment();
  const { template, ...spec } = target['spec'] as { template: { metadata: object } };
  const placed: Loose = { ...target, spec: { ...spec, template: { ...template, metadata: { ...template.metadata, annotations: pods } } } };
  await world.lab.create(placed);
  const webhooks = [hook(world.lab, 'tests', { type: 'pre-rollout' }), hook(world.lab, 'load'), hook(world.lab, 'over', { type: 'post-rollout' })];
  await world.lab.create(canary(provider, { metrics: builtinMetrics, webhooks, analyzeFirst: true, ...analysis }, { spec: { progressDeadlineSeconds: 30 } }));
}

const status = async (): Promise<CanaryStatus> => (await world.lab.canary())?.status ?? {};
const object = async (id: string): Promise<unknown> => (await world.lab.dump())[id];
const said = (pattern: RegExp): number => world.lab.messages().filter(message => pattern.test(message)).length;
const asked = (name: string): number => world.lab.backends.heard.filter(entry => entry.kind === 'hook' && JSON.stringify(entry).includes(`"${name}"`)).length;
const queries = (): string[] => world.lab.backends.heard.flatMap(entry => (entry.kind === 'query' ? [JSON.stringify(entry)] : []));
const pods = (annotations: Record<string, string | null>): Promise<void> => world.lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { template: { metadata: { annotations } } } });

describe('a first revision that is good', () => {
  it('is judged by hooks and metrics, promoted, and only then called good', async () => {
    await start();
    await phase(world.lab, 'Progressing');
    expect(await status()).toMatchObject({ firstRevision: expect.stringMatching(/^v1-/) });
    expect((await status()).lastPromotedSpec).toBeUndefined();
    expect(await object('Deployment podinfo')).toMatchObject({ spec: { replicas: 2 } });
    await phase(world.lab, 'Succeeded', 300);
    expect([asked('tests'), asked('load'), asked('over')]).toEqual([1, expect.any(Number), 1]);
    expect(asked('load')).toBeGreaterThan(0);
    expect(queries().length).toBeGreaterThan(0);
    const { lastAppliedSpec, lastPromotedSpec, firstRevision, conditions } = await status();
    expect([lastPromotedSpec, firstRevision]).toEqual([lastAppliedSpec, undefined]);
    expect(conditions?.find(({ type }) => type === 'Promoted')).toMatchObject({ status: 'True', reason: 'Succeeded' });
    expect(await object('Deployment podinfo')).toMatchObject({ spec: { replicas: 0 } });
    expect(said(/Initialization done/)).toBe(0);
  });

  it('rolls its primary once: the promotion has nothing to copy', async () => {
    await start();
    await phase(world.lab, 'Progressing');
    const { spec } = (await object('Deployment podinfo-primary')) as { spec: { template: unknown } };
    await phase(world.lab, 'Succeeded', 300);
    expect(((await object('Deployment podinfo-primary')) as { spec: { template: unknown } }).spec.template).toEqual(spec.template);
  });

  it('can be judged by iterations, without a mesh', async () => {
    await start({ provider: 'kubernetes', analysis: { iterations: 3 } });
    await phase(world.lab, 'Succeeded', 300);
    expect(said(/^Advance .* canary iteration/)).toBe(3);
  });

  it('is followed by ordinary releases', async () => {
    await start();
    await phase(world.lab, 'Succeeded', 300);
    await world.lab.image('2');
    await phase(world.lab, 'Progressing');
    await phase(world.lab, 'Succeeded', 300);
    expect(await status()).not.toHaveProperty('firstRevision');
  });
});

describe('a first revision that is bad', () => {
  it('fails, which is told; a new revision is judged anew and replaces it', async () => {
    await start({ before: () => world.lab.control.metrics.push([/./, 0]) });
    await phase(world.lab, 'Failed', 300);
    const message = 'The first revision of podinfo.first failed its analysis; podinfo-primary.first keeps it, as there is no other';
    expect(world.lab.messages()).toContain(message);
    expect(world.lab.backends.heard.filter(entry => entry.kind === 'alert').map(entry => JSON.stringify(entry))).toContainEqual(expect.stringContaining(message));
    expect(await object('VirtualService podinfo')).toMatchObject({ spec: { http: [{ route: [{ weight: 100 }, { weight: 0 }] }] } });
    await world.lab.sleep(120_000);
    expect((await status()).phase).toBe('Failed');

    world.lab.control.metrics.length = 0;
    await world.lab.image('2');
    await phase(world.lab, 'Succeeded', 300);
    expect(await object('Deployment podinfo-primary')).toMatchObject({ spec: { template: { spec: { containers: [{ image: 'podinfo:2' }] } } } });
    expect(await status()).not.toHaveProperty('firstRevision');
  });

  it('that can\'t become ready fails, and a new revision starts over', async () => {
    await start({ pods: { 'nodeless/ready': 'never' } });
    await phase(world.lab, 'Failed', 300);
    expect(world.lab.messages()).toContain('The first revision of podinfo.first can\'t become ready');
    await pods({ 'nodeless/ready': null });
    await event(world.lab, /^New revision detected! Starting over with podinfo\.first$/);
    await phase(world.lab, 'Succeeded', 300);
    expect((await status()).lastPromotedSpec).toBe((await status()).lastAppliedSpec);
  });

  it('that a second one replaces before it failed takes that on', async () => {
    await start({ pods: { 'nodeless/ready': 'never' } });
    await world.lab.sleep(10_000);
    await pods({ 'nodeless/ready': null });
    await phase(world.lab, 'Succeeded', 300);
    expect(said(/podinfo-primary\.first takes on the new revision$/)).toBe(1);
    expect(said(/^Canary failed/)).toBe(0);
  });
});

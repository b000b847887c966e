import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { newRevision, objects, promotedInVain } from './promotion-lab.ts';

const FLAGGER_CRDS = readFileSync(new URL('../fixtures/flagger-1.44-crds.yaml', import.meta.url), 'utf8');

let world: EmbeddedWorld;
afterEach(() => world.close());

async function start(analysis: Record<string, unknown> = { restorePrimary: true }, { flaggersCrds = false } = {}): Promise<void> {
  world = await EmbeddedWorld.start('safety');
  if (flaggersCrds) world.api.installCrds(FLAGGER_CRDS);
  // Pods of the old revision are gone before the first of the new one comes, so that a way back takes its time.
  for (const object of objects(world.lab, analysis, 'Recreate')) await world.lab.create(object);
}

interface Standing {
  readonly primaryImage: unknown;
  readonly primaryConfig: unknown;
  readonly targetReplicas: unknown;
  readonly weights: unknown;
}

interface AnyWorkload {
  readonly spec: { readonly replicas: number; readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
}

/** What runs where, and who gets the traffic. */
async function standing(): Promise<Standing> {
  const all = await world.lab.dump();
  const [target, primary] = [all['Deployment podinfo'], all['Deployment podinfo-primary']] as AnyWorkload[];
  const route = all['VirtualService podinfo'] as { spec: { http: { route: { weight: number }[] }[] } };
  const copy = all['ConfigMap settings-primary'] as { data: unknown };
  return {
    primaryImage: primary?.spec.template.spec.containers[0]?.image, primaryConfig: copy.data, targetReplicas: target?.spec.replicas,
    weights: route.spec.http[0]?.route.map(({ weight }) => weight),
  };
}

const status = async (): Promise<CanaryStatus> => (await world.lab.canary())?.status ?? {};
const condition = async (): Promise<unknown> => (await status()).conditions?.find(({ type }) => type === 'PrimaryRestored');
const heard = (kind: string): string[] => world.lab.backends.heard.flatMap(entry => (entry.kind === kind ? [JSON.stringify(entry)] : []));

const RESTORED = { primaryImage: 'podinfo:1', primaryConfig: { color: 'red' }, targetReplicas: 0, weights: [100, 0] };

describe('a promoted primary that can\'t become ready', () => {
  it('becomes what it was, with its config, and takes all traffic once it is ready', async () => {
    await start();
    await promotedInVain(world.lab);
    expect(await status()).toMatchObject({ phase: 'Failed', canaryWeight: 100 });
    expect(await standing()).toEqual({ primaryImage: 'podinfo:1', primaryConfig: { color: 'red' }, targetReplicas: 2, weights: [0, 100] });
    expect(await condition()).toMatchObject({ status: 'False', reason: 'Restoring' });
    await event(world.lab, /Scaling down/);
    expect(await standing()).toEqual(RESTORED);
    expect(await status()).toMatchObject({ phase: 'Failed', canaryWeight: 0 });
    expect(await condition()).toMatchObject({ status: 'True', reason: 'Restored', message: 'The promotion of podinfo.safety failed; podinfo-primary.safety is what it was before' });
  });

  it('is told in events, alerts and one call of the post-rollout hook', async () => {
    await start();
    await promotedInVain(world.lab);
    await event(world.lab, /Scaling down/);
    const said = world.lab.messages();
    expect(said.slice(said.findIndex(message => message.startsWith('Promotion of')))).toEqual([
      expect.stringMatching(/^Promotion of podinfo\.safety failed, primary not ready: /),
      'Post-rollout check over passed',
      'Restoring: podinfo-primary.safety becomes what it was before the promotion, as it can\'t become ready after it',
      expect.stringMatching(/^podinfo-primary\.safety not ready: /),
      'The promotion of podinfo.safety failed; podinfo-primary.safety is what it was before, routing all traffic to it',
      'Canary failed! Scaling down podinfo.safety',
    ]);
    expect(heard('alert').slice(-2)).toEqual([expect.stringContaining('Promotion failed, primary not ready'), expect.stringContaining('and takes all traffic')]);
    expect(heard('hook').filter(text => text.includes('"over"'))).toHaveLength(1);
  });

  it('leaves nothing behind: the next release is kept anew, and succeeds', async () => {
    await start();
    await promotedInVain(world.lab);
    await event(world.lab, /Scaling down/);
    await newRevision(world.lab, '3', 'green');
    await phase(world.lab, 'Succeeded', 300);
    await world.settle();
    expect(await standing()).toEqual({ ...RESTORED, primaryImage: 'podinfo:3', primaryConfig: { color: 'green' } });
    expect(await condition()).toBeUndefined();
    const all = await world.lab.dump();
    expect(Object.keys(all).filter(id => id.includes('-kept')).map(id => (all[id] as { data?: unknown }).data)).toEqual([undefined, undefined]);
    expect(JSON.stringify((all['Deployment podinfo-primary'] as { metadata: unknown }).metadata)).not.toContain('flagger.app/kept');
  });

  it('waits on the canary for a primary that takes long, whatever revision comes meanwhile', async () => {
    await start();
    await phase(world.lab, 'Initialized');
    await world.lab.patch('apps/v1', 'Deployment', 'podinfo-primary', { spec: { template: { metadata: { annotations: { 'nodeless/ready-after': '50s' } } } } });
    await world.lab.sleep(60_000);
    await promotedInVain(world.lab);
    await newRevision(world.lab, '3', 'green');
    await world.lab.sleep(20_000);
    expect(await standing()).toMatchObject({ primaryImage: 'podinfo:1', weights: [0, 100] });
    await event(world.lab, /New revision detected! Scaling up.*/, 100);
    await phase(world.lab, 'Succeeded', 400);
    expect(await standing()).toMatchObject({ primaryImage: 'podinfo:3', weights: [100, 0] });
  });
});

describe('without restorePrimary', () => {
  it.each([
    ['by default', {}, false],
    ['with Flagger\'s own CRD, which does not know it', { restorePrimary: true }, true],
  ])('all stays as it was when the promotion failed: %s', async (_, analysis, flaggersCrds) => {
    await start(analysis, { flaggersCrds });
    await promotedInVain(world.lab);
    await world.lab.sleep(300_000);
    expect(await status()).toMatchObject({ phase: 'Failed', canaryWeight: 100 });
    expect(await standing()).toMatchObject({ primaryImage: 'podinfo:2', primaryConfig: { color: 'blue' }, weights: [0, 100], targetReplicas: 2 });
    expect(Object.keys(await world.lab.dump()).filter(id => id.includes('-kept'))).toEqual([]);
  });
});

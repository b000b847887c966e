import { afterEach, describe, expect, it } from '@jest/globals';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';

const INTERVAL_MS = 10_000;
const analysis = { stepWeight: 20, maxWeight: 60, metrics: builtinMetrics };

let world: EmbeddedWorld;
afterEach(() => world.close());

async function initialized(spec: Record<string, unknown> = analysis): Promise<EmbeddedWorld> {
  world = await EmbeddedWorld.start('pace');
  await world.lab.create(deployment());
  await world.lab.create(canary('istio', spec));
  await phase(world.lab, 'Initialized');
  return world;
}

/** When events with a text were heard, in milliseconds of the world's clock. */
const heardAt = (pattern: RegExp): number[] => world.lab.backends.heard.filter(entry => 'message' in entry && pattern.test(String(entry.message))).map(({ at }) => at);
const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe('pace', () => {
  it('a change is noticed at once, and the analysis starts as soon as the canary is ready', async () => {
    const { lab, clock } = await initialized();
    const changedAt = clock.now();
    await lab.image('2');
    await event(lab, /Starting canary analysis/);
    expect(heardAt(/New revision detected/)).toEqual([changedAt]);
    expect(heardAt(/Starting canary analysis/)[0]).toBeLessThan(changedAt + INTERVAL_MS);
  });

  it('early wake-ups never make the analysis run faster than its interval', async () => {
    const { lab, pacer } = await initialized();
    await lab.image('2');
    await event(lab, /canary weight 20/);
    for (let second = 0; second < 35; second++) {
      await lab.patch('apps/v1', 'Deployment', 'podinfo', { metadata: { annotations: { poke: String(second) } } });
      await lab.patch('apps/v1', 'Deployment', 'podinfo-primary', { metadata: { annotations: { poke: String(second) } } });
      await lab.patch('flagger.app/v1beta1', 'Canary', 'podinfo', { metadata: { annotations: { poke: String(second) } } });
      await lab.sleep(1000);
    }
    await pacer.settle();
    expect(gaps(heardAt(/Advance/)).every(gap => gap >= INTERVAL_MS)).toBe(true);
    expect(heardAt(/Advance/)).toHaveLength(3);
  });

  it('polls a closed gate once an interval, however often it is woken', async () => {
    const { lab } = await initialized({ ...analysis, webhooks: [{ name: 'gate', type: 'confirm-rollout', url: 'http://127.0.0.1:18080/hook/pace/gate' }] });
    lab.control.hooks['gate'] = 403;
    await lab.image('2');
    await phase(lab, 'Waiting');
    for (let second = 0; second < 25; second++) {
      await lab.patch('apps/v1', 'Deployment', 'podinfo', { metadata: { annotations: { poke: String(second) } } });
      await lab.sleep(1000);
    }
    expect(lab.backends.heard.filter(({ kind }) => kind === 'hook')).toHaveLength(3);
  });

  it('an idle canary costs no request', async () => {
    const { lab, api } = await initialized();
    await lab.sleep(1000);
    api.requests.reset();
    await lab.sleep(3_600_000);
    expect(world.controllerRequests()).toEqual([]);
  });

  it('a drifted route, Service or scale is mended within the moment', async () => {
    const { lab, api } = await initialized();
    await lab.patch('networking.istio.io/v1beta1', 'VirtualService', 'podinfo', { spec: { hosts: ['elsewhere'] } });
    await lab.patch('v1', 'Service', 'podinfo', { spec: { selector: { app: 'elsewhere' } } });
    await world.settle();
    const at = { namespace: 'pace', name: 'podinfo' };
    expect(api.store.get({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService' }, at)).toMatchObject({ spec: { hosts: ['podinfo'] } });
    expect(api.store.get({ apiVersion: 'v1', kind: 'Service' }, at)).toMatchObject({ spec: { selector: { app: 'podinfo-primary' } } });
  });
});

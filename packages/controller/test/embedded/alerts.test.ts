import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { builtinMetrics, canary, deployment } from '../golden/objects.ts';

jest.setTimeout(60_000);

const NAMESPACE = 'told';
let world: EmbeddedWorld;
afterEach(() => world.close());

/** A canary with one channel, which is broken in some way. */
async function releaseWith(fault: { status: number; body: string } | 'hang'): Promise<{ readonly doneAtMs: number; readonly warnings: readonly string[] }> {
  world = await EmbeddedWorld.start(NAMESPACE);
  world.lab.control.faults.push([new RegExp(`alert/${NAMESPACE}`), fault]);
  await world.lab.create({ apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: 'chat' }, spec: { type: 'rocket', address: `${world.lab.base}/alert/${NAMESPACE}` } } as Manifest);
  await world.lab.create(deployment());
  await world.lab.create(canary('istio', { stepWeight: 30, maxWeight: 60, metrics: builtinMetrics, alerts: [{ name: 'chat', severity: 'info', providerRef: { name: 'chat' } }] }));
  await phase(world.lab, 'Initialized');
  await world.lab.image('2');
  await phase(world.lab, 'Succeeded');
  const doneAtMs = world.clock.now();
  await world.lab.sleep(60_000);
  const events = world.api.store.list({ apiVersion: 'v1', kind: 'Event' }, NAMESPACE) as unknown as readonly { type: string; message: string }[];
  return { doneAtMs, warnings: events.filter(({ message }) => message.startsWith('alert provider')).map(({ type, message }) => `${type} ${message}`) };
}

const count = async (pattern: RegExp): Promise<number> => Number((await world.operator.metrics()).split('\n').find(line => pattern.test(line))?.split(' ').at(-1) ?? 0);

describe('a channel that fails', () => {
  it('is tried again, counted, and told by one event; the release takes no longer', async () => {
    const down = await releaseWith({ status: 503, body: 'down' });
    expect(down.warnings).toEqual(['Warning alert provider chat.told send error: postMessage failed: sending notification bad response 503: down']);
    // Three alerts, of which each is tried six times.
    expect(await count(/^flagger_operator_alert_errors_total\{channel="rocket",reason="HttpFailed"\}/)).toBe(18);
    await world.close();
    const hanging = await releaseWith('hang');
    expect(hanging.warnings).toEqual(['Warning alert provider chat.told send error: postMessage failed: sending notification failed to send: no answer in time']);
    expect(await count(/^flagger_operator_alert_errors_total\{channel="rocket",reason="TimedOut"\}/)).toBeGreaterThan(6);
    expect(hanging.doneAtMs).toBe(down.doneAtMs);
  });

  it('that refuses is not asked again', async () => {
    await releaseWith({ status: 404, body: 'no such hook' });
    expect(await count(/^flagger_operator_alert_errors_total\{channel="rocket",reason="HttpFailed"\}/)).toBe(3);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { CanaryStatus } from '@flagger/sdk';
import { event, phase } from '../golden/lab.ts';
import { hookUrl, VerbLab } from './verb-lab.ts';

let lab: VerbLab;
afterEach(() => lab.world.close());

/** The canary's statuses, as they were written. */
const statuses = (): readonly CanaryStatus[] =>
  lab.world.writes().flatMap(write => ('body' in write && 'resource' in write && String(write.resource).endsWith('canaries/status') ? [(write.body as { status: CanaryStatus }).status] : []));

/** What the condition said, in the order of the writes, without repetitions. */
function told(): string[] {
  const conditions = statuses().map(status => status.conditions?.find(({ type }) => type === 'Advancing')?.reason ?? '-');
  return conditions.filter((reason, index) => reason !== conditions[index - 1]);
}

describe('the condition Advancing', () => {
  it('tells each wait of a run within writes that are made anyway', async () => {
    lab = await VerbLab.start({ stepWeight: 50, maxWeight: 50 });
    await lab.world.lab.sleep(1000);
    lab.world.api.requests.reset();
    await lab.world.lab.image('2');
    await phase(lab.world.lab, 'Succeeded');
    await lab.world.lab.sleep(60_000);
    const requests = lab.world.controllerRequests();
    const writes = requests.filter(({ verb, resource }) => !['get', 'list'].includes(verb) && resource !== 'events');
    expect(requests.length).toBeLessThanOrEqual(20);
    expect(writes.length).toBeLessThanOrEqual(10);
    expect(told()).toEqual(['CanaryNotReady', 'Interval', 'PrimaryNotReady', 'Interval', '-']);
  });

  it('stands behind Promoted, and says when the canary is looked at again', async () => {
    lab = await VerbLab.running();
    const { conditions } = await lab.status();
    const [step = 0] = lab.world.lab.backends.heard.filter(entry => 'message' in entry && /canary weight 20/.test(String(entry.message))).map(({ at }) => at);
    expect(conditions?.map(({ type }) => type)).toEqual(['Promoted', 'Advancing']);
    const [, nextAt = ''] = /^the next check is not due yet; looks again at (\S+Z)$/.exec(conditions?.[1]?.message ?? '') ?? [];
    expect(conditions?.[1]).toMatchObject({ status: 'True', reason: 'Interval' });
    expect(Math.abs(Date.parse(nextAt) - (step + 10_000))).toBeLessThan(1000);
  });

  it('tells a failed check with value, limit and query, and so does the status until the next run', async () => {
    lab = await VerbLab.running();
    lab.world.lab.control.metrics.push([/istio_requests_total/, 80]);
    await event(lab.world.lab, /success rate 80/);
    const { lastFailedCheck } = await lab.status();
    expect(lastFailedCheck).toEqual({ metric: 'request-success-rate', value: 80, limit: '< 99%', query: expect.stringContaining('istio_requests_total'), at: expect.any(String) });
    expect(await lab.advancing()).toMatchObject({
      status: 'False', reason: 'CheckFailed', message: expect.stringMatching(/^the metric request-success-rate is 80, which is < 99%; query: .*istio_requests_total.*; failed check 1 of 2; looks again at /),
    });
    await phase(lab.world.lab, 'Failed');
    expect(await lab.advancing()).toBeUndefined();
    expect((await lab.status()).lastFailedCheck).toMatchObject({ metric: 'request-success-rate' });
    lab.world.lab.control.metrics.length = 0;
    await lab.ask('retry');
    expect((await lab.status()).lastFailedCheck).toBeUndefined();
  });

  it('tells a webhook by its name, never by its address', async () => {
    lab = await VerbLab.running({ webhooks: [{ name: 'load', type: 'rollout', url: `${hookUrl('load')}?token=geheim` }] });
    lab.world.lab.control.hooks['load'] = 500;
    await event(lab.world.lab, /external check load failed/);
    expect((await lab.status()).lastFailedCheck).toEqual({ webhook: 'load', at: expect.any(String) });
    const { message = '' } = (await lab.advancing()) ?? {};
    expect(message).toMatch(/^the webhook load does not pass; failed check 1 of 2; looks again at /);
    expect(JSON.stringify(await lab.status())).not.toContain('geheim');
  });

  it.each([
    ['confirm-rollout', 'ConfirmRollout', /waiting for the confirm-rollout hook gate to approve revision v\d+-\w+;/, 0],
    ['confirm-traffic-increase', 'ConfirmTrafficIncrease', /waiting for the confirm-traffic-increase hook gate;/, 0],
    // As Flagger, which writes iterations at each poll.
    ['confirm-promotion', 'ConfirmPromotion', /waiting for the confirm-promotion hook gate;/, 12],
  ])('names the gate %s', async (type, reason, message, writes) => {
    lab = await VerbLab.start({ webhooks: [{ name: 'gate', type, url: hookUrl('gate') }] });
    lab.world.lab.control.hooks['gate'] = 403;
    await lab.world.lab.image('2');
    await event(lab.world.lab, /Halt .* gate/);
    expect(await lab.advancing()).toMatchObject({ status: 'False', reason, message: expect.stringMatching(message) });
    lab.world.api.requests.reset();
    await lab.world.lab.sleep(120_000);
    expect(statuses()).toHaveLength(writes);
  });

  it('tells the readiness of pods that take long, once an interval at most', async () => {
    lab = await VerbLab.start();
    await lab.world.lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
    await lab.world.lab.sleep(1000);
    expect(await lab.advancing()).toMatchObject({ status: 'False', reason: 'CanaryNotReady' });
    lab.world.api.requests.reset();
    await lab.world.lab.sleep(40_000);
    expect((await lab.advancing())?.message).toMatch(/^canary deployment podinfo\.verbs not ready: waiting for rollout to finish: .*; looks again at /);
    expect(statuses()).toHaveLength(1);
  });

  it('goes back to telling the time as soon as pods are ready again', async () => {
    lab = await VerbLab.running();
    lab.world.api.requests.reset();
    await lab.world.lab.patch('apps/v1', 'Deployment', 'podinfo', { spec: { replicas: 3 } });
    await lab.world.settle();
    expect((await lab.advancing())?.reason).toBe('CanaryNotReady');
    await lab.world.lab.sleep(3000);
    expect(told()).toEqual(['CanaryNotReady', 'Interval']);
  });

  it('is written by a canary that rests only where a release can\'t begin', async () => {
    lab = await VerbLab.start();
    expect(await lab.advancing()).toBeUndefined();
    await lab.world.lab.patch('apps/v1', 'Deployment', 'podinfo-primary', { spec: { template: { metadata: { annotations: { 'nodeless/ready': 'never' } } } } });
    await lab.world.lab.image('2');
    await lab.world.settle();
    expect([(await lab.status()).phase, (await lab.advancing())?.reason]).toEqual(['Initialized', 'PrimaryNotReady']);
    await lab.world.lab.image('1');
    await lab.world.lab.sleep(1000);
    expect(await lab.advancing()).toBeUndefined();
  });
});

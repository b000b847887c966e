import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

jest.setTimeout(60_000);

const NAMESPACE = 'heated';
const KIND = { apiVersion: 'flagger.app/v1beta1' };
const PLUGINS = { flags: { providers: ['istio', './thermometer.js'] }, folder: join(import.meta.dirname, '../fixtures/plugins') };
const METRICS = 'cloudwatch, datadog, dynatrace, externalmetrics, graphite, influxdb, job, keptn, newrelic, prometheus, splunk, stackdriver, web';
const NOTIFIERS = 'discord, gchat, msteams, rocket, slack';
let world: EmbeddedWorld;
afterEach(() => world.close());

/** A canary with one check and one channel, of the types that a test gives them. */
async function start({ metric, channel }: { metric: string; channel: string }, options: Parameters<typeof EmbeddedWorld.start>[1]): Promise<void> {
  world = await EmbeddedWorld.start(NAMESPACE, options);
  const { base } = world.lab;
  const objects: readonly Loose[] = [
    { ...KIND, kind: 'MetricTemplate', metadata: { name: 'heat' }, spec: { provider: { type: metric, address: `${base}/prom`, secretRef: { name: 'heat' } }, query: 'degrees_{{ target }}' } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'heat' }, stringData: { token: 'warm' } },
    { ...KIND, kind: 'AlertProvider', metadata: { name: 'chat' }, spec: { type: channel, channel: 'general', address: `${base}/alert/${NAMESPACE}` } },
    deployment(),
    canary('istio', {
      stepWeight: 30, maxWeight: 60, alerts: [{ name: 'chat', providerRef: { name: 'chat' } }],
      metrics: [{ name: 'heat', interval: '1m', templateRef: { name: 'heat' }, thresholdRange: { max: 50 } }],
    }),
  ];
  for (const object of objects) await world.lab.create(object);
  await phase(world.lab, 'Initialized');
}

const condition = async (type: string): Promise<unknown> => (await world.lab.canary())?.status?.conditions?.find(each => each.type === type);
const warnings = (): readonly string[] =>
  (world.api.store.list({ apiVersion: 'v1', kind: 'Event' }, NAMESPACE) as unknown as readonly { type: string; message: string }[]).filter(({ type }) => type === 'Warning').map(({ message }) => message);

describe('types that only a plug-in from a file knows', () => {
  it('judge a release and hear of it, under the shipped CRDs', async () => {
    await start({ metric: 'thermometer', channel: 'pager' }, PLUGINS);
    expect(await condition('Accepted')).toBeUndefined();
    world.lab.control.metrics.push([/degrees_podinfo/, 20]);
    await world.lab.image('2');
    await phase(world.lab, 'Succeeded');
    const { heard } = world.lab.backends;
    expect(heard.find(({ kind }) => kind === 'query')).toMatchObject({ query: 'degrees_podinfo', auth: 'Bearer warm' });
    expect(heard.filter(({ kind }) => kind === 'alert').map(entry => ('payload' in entry ? entry.payload : undefined))).toContainEqual({ message: 'Canary analysis completed successfully, promotion finished.', severity: 'info' });
  });

  it('hold a release that is too hot', async () => {
    await start({ metric: 'thermometer', channel: 'pager' }, PLUGINS);
    world.lab.control.metrics.push([/degrees_podinfo/, 80]);
    await world.lab.image('2');
    await event(world.lab, /^Halt podinfo\.heated advancement heat 80\.00 > 50$/);
    await phase(world.lab, 'Failed');
  });
});

describe('a type that no plug-in brings', () => {
  const DOUBTS = 'doubtful canary spec: '
    + `spec.analysis.metrics[0].templateRef: metric template heat.heated has the type "thermometer", which no plug-in brings; loaded: ${METRICS}; its check fails; `
    + `spec.analysis.alerts[0].providerRef: alert provider chat.heated has the type "pager", which no plug-in brings; loaded: ${NOTIFIERS}; it hears nothing`;

  it('is told on the canary, by a condition and an event, until it is mended', async () => {
    await start({ metric: 'thermometer', channel: 'pager' }, {});
    expect(await condition('Accepted')).toMatchObject({ status: 'True', reason: 'Doubtful', message: DOUBTS });
    expect(warnings()).toContain(DOUBTS);
    await world.lab.patch(KIND.apiVersion, 'MetricTemplate', 'heat', { spec: { provider: { type: 'prometheus' } } });
    await world.lab.patch(KIND.apiVersion, 'AlertProvider', 'chat', { spec: { type: 'slack' } });
    await world.lab.until('mended', async () => (await condition('Accepted')) === undefined);
  });

  it('fails the check that asks it, and the release', async () => {
    await start({ metric: 'thermometer', channel: 'pager' }, {});
    await world.lab.image('2');
    await phase(world.lab, 'Failed');
    const message = `Metric template heat.heated provider thermometer error: unknown metrics provider "thermometer" in spec.provider.type; loaded: ${METRICS}`;
    expect(await condition('Checked')).toMatchObject({ status: 'False', reason: 'MetricsUnanswered', message });
    expect(warnings()).toEqual(expect.arrayContaining([message, `alert provider chat.heated error: provider pager not supported; loaded: ${NOTIFIERS}`]));
  });
});

import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { createHttpClient } from '../../src/http/create-http-client.ts';
import { createLogger } from '../../src/logging/create-logger.ts';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import type { Loose } from '../golden/objects.ts';
import { startHostileService } from './hostile-service.ts';
import type { HostileService, Mood } from './hostile-service.ts';
import { alertCanary, hookCanary, LEAK, metricCanaries, plainCanary, planted, plantedFlags } from './planted-secrets.ts';

jest.setTimeout(120_000);

const NAMESPACE = 'secrets';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** What an answer tells depends on the provider; that there is none does not. */
const ANSWERING: readonly Mood[] = ['answers', 'sends back what it was sent', 'talks nonsense'];

/** What people can read. */
interface Traces {
  readonly log: string;
  readonly events: readonly string[];
  readonly statuses: string;
  readonly metrics: string;
}

/** Starts every canary, then releases a new version of each. */
async function release(service: HostileService, mood: Mood): Promise<Traces> {
  const { host } = service;
  // An operator that starts waits for its Prometheus before there is a clock to drive.
  if (mood !== 'is silent') service.setMood(mood);
  const lines: string[] = [];
  const stream = new PassThrough().on('data', chunk => lines.push(String(chunk)));
  const clock = createVirtualClock({ start: 0 });
  const logger = createLogger({ level: 'debug', encoding: 'json', stream, clock });
  // Answers that don't come are given up on the world's clock, which is not there before the world.
  const late: { world?: EmbeddedWorld } = {};
  const http = createHttpClient({ clock: { ...clock, after: (ms, run) => late.world?.clock.after(ms, run) ?? clock.after(ms, run) } });
  const world = await EmbeddedWorld.start(NAMESPACE, { logger, http, flags: plantedFlags(host) });
  late.world = world;
  open.push({ close: () => closeInTime(world) });
  world.waitsInTicks = true;
  service.setMood(mood);
  const objects = [...metricCanaries(host, ANSWERING.includes(mood) ? undefined : ['prometheus', 'splunk', 'web']), ...hookCanary(host), ...alertCanary(host), ...plainCanary()];
  for (const object of objects) await world.lab.create(object);
  await world.lab.sleep(20_000);
  for (const target of objects.filter(({ kind }) => kind === 'Deployment')) await world.lab.patch('apps/v1', 'Deployment', target.metadata.name, nextVersion(target));
  await world.lab.sleep(30_000);
  const list = (apiVersion: string, kind: string): readonly Manifest[] => world.api.store.list({ apiVersion, kind }, NAMESPACE);
  const statuses = list('flagger.app/v1beta1', 'Canary').map(canary => ({ name: canary.metadata.name, annotations: canary.metadata.annotations, status: (canary as Loose)['status'] }));
  return { log: lines.join(''), events: list('v1', 'Event').map(event => JSON.stringify(event)), statuses: JSON.stringify(statuses), metrics: await world.operator.metrics() };
}

/** What waits for the clock while the operator ends would wait for ever. */
async function closeInTime(world: EmbeddedWorld): Promise<void> {
  let closed = false;
  const closing = world.close().finally(() => (closed = true));
  while (!closed) {
    world.clock.advance(100);
    await new Promise(setImmediate);
  }
  await closing;
}

function nextVersion(target: Loose): unknown {
  const { template } = target['spec'] as { template: { spec: { containers: readonly object[] } } };
  return { spec: { template: { spec: { containers: template.spec.containers.map(container => ({ ...container, image: 'podinfo:2' })) } } } };
}

const leaksIn = (text: string): readonly string[] => [...new Set(text.match(LEAK) ?? [])];

describe('no secret comes to light', () => {
  it.each<[Mood, RegExp]>([
    ['answers', /Starting canary analysis for web\.secrets/],
    ['sends back what it was sent', /bad response 400: |error response: Status 400/],
    ['talks nonsense', /error unmarshaling result/],
    ['hangs up', /socket hang up|ECONNRESET/],
    ['is silent', /no answer within 5s/],
    ['is not there', /ECONNREFUSED/],
  ])('where everything %s', async (mood, sign) => {
    const service = await startHostileService(mood === 'is not there');
    open.push(service);
    const { log, events, statuses, metrics } = await release(service, mood);
    expect(sign.test(log)).toBe(true);
    expect({ log: leaksIn(log), events: leaksIn(events.join()), statuses: leaksIn(statuses), metrics: leaksIn(metrics) }).toEqual({ log: [], events: [], statuses: [], metrics: [] });
    if (mood === 'answers') expect(service.heard.join()).toContain(planted('webheader'));
  });
});

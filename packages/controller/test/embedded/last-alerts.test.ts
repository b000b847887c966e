import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { LogFields, Logger, Manifest } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';

jest.setTimeout(60_000);

const NAMESPACE = 'last-words';
const DOWN = { status: 503, body: 'down' };
const FLAGS = { meshProvider: 'kubernetes', enableLeaderElection: true, leaderElectionNamespace: NAMESPACE };
const SENT_FAILS = 'alert provider chat.last-words send error: postMessage failed: sending notification bad response 503: down';

interface LogLine extends LogFields {
  readonly message: string;
}

/** Keeps the errors that tell of a message. */
function errorLog(lines: LogLine[], fields: LogFields = {}): Logger {
  const ignore = (): void => undefined;
  return {
    debug: ignore, info: ignore, warn: ignore,
    error: (message, more = {}) => {
      if ('channel' in more || 'lane' in more) lines.push({ message, ...fields, ...more });
    },
    child: more => errorLog(lines, { ...fields, ...more }),
  };
}

let world: EmbeddedWorld;
const errors: LogLine[] = [];
afterEach(async () => {
  await world.close();
  errors.length = 0;
});

const leaseHolder = (): unknown =>
  (world.api.store.list({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' }, NAMESPACE)[0] as { spec?: { holderIdentity?: string } } | undefined)?.spec?.holderIdentity;
const heard = (): number => world.lab.backends.heard.filter(({ kind }) => kind === 'alert').length;

/** Lets time pass while the operator ends; how long that took, and when it had handed back its lease. */
async function ended(ending: Promise<void>): Promise<{ readonly tookMs: number; readonly leaseAfterMs: number }> {
  const since = world.clock.now();
  let over = false;
  let leaseAfterMs = Number.NaN;
  const closing = ending.finally(() => (over = true));
  while (!over) {
    for (let turn = 0; turn < 50 && !over; turn++) await new Promise(setImmediate);
    if (Number.isNaN(leaseAfterMs) && leaseHolder() === '') leaseAfterMs = world.clock.now() - since;
    if (!over) world.clock.advance(100);
  }
  await closing;
  return { tookMs: world.clock.now() - since, leaseAfterMs };
}

/** An operator with one alert that waits for another attempt. */
async function startWaiting(): Promise<void> {
  world = await EmbeddedWorld.start(NAMESPACE, { logger: errorLog(errors), flags: FLAGS });
  world.lab.control.faults.push([/alert\/last-words/, DOWN]);
  await world.lab.create({ apiVersion: 'flagger.app/v1beta1', kind: 'AlertProvider', metadata: { name: 'chat' }, spec: { type: 'rocket', address: `${world.lab.base}/alert/${NAMESPACE}` } } as Manifest);
  await world.lab.create(deployment());
  await world.lab.create(canary('kubernetes', { iterations: 1, alerts: [{ name: 'on-call', severity: 'info', providerRef: { name: 'chat' } }] }));
  await phase(world.lab, 'Initialized');
  expect(errors.map(({ message }) => message)).toEqual([SENT_FAILS]);
}

describe('an operator that ends while an alert waits for another attempt', () => {
  it('tries once more at once, and it arrives', async () => {
    await startWaiting();
    world.lab.control.faults.length = 0;
    const { tookMs } = await ended(world.stopOperator());
    expect(heard()).toBe(1);
    expect(tookMs).toBeLessThan(1000);
    expect(errors).toHaveLength(1);
  });

  it('says in the log what is lost, of which canary and on which channel', async () => {
    await startWaiting();
    await ended(world.stopOperator());
    expect(errors.slice(1)).toEqual([{ message: `${SENT_FAILS}; lost, because the operator ends`, canary: 'podinfo.last-words', channel: 'on-call' }]);
  });

  it('waits three seconds for a channel that hangs, when its lease is given back already', async () => {
    await startWaiting();
    world.lab.control.faults.splice(0, 1, [/alert\/last-words/, 'hang']);
    const { tookMs, leaseAfterMs } = await ended(world.stopOperator());
    expect(leaseAfterMs).toBeLessThan(1000);
    expect(tookMs).toBeGreaterThanOrEqual(3000);
    expect(tookMs).toBeLessThan(4000);
    expect(errors.slice(1)).toEqual([{ message: 'Messages were lost, because the operator ends', lane: 'podinfo.last-words/alert-on-call', count: 1 }]);
  });
});

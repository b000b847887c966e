import { describe, expect, it } from '@jest/globals';
import type { Alert, Canary, ErrorCode, Manifest, Retry } from '@flagger/sdk';
import { CanaryError } from '@flagger/sdk';
import { sendAlert } from '../../src/alerts/send-alert.ts';
import type { AlertContext } from '../../src/alerts/send-alert.ts';
import { Notices } from '../../src/engine/notices.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { MemoryLogger, StubHttp } from '../http-stub.ts';
import { SteppedClock } from '../stepped-clock.ts';

const CANARY: Canary = {
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: { alerts: [{ name: 'chat', providerRef: { name: 'chat' } }] } },
};
const PROVIDER = { kind: 'AlertProvider', spec: { type: 'slack', address: 'https://hooks.example/T0/s3cret?sig=k3y' } };
const FAILS = 'alert provider chat.test send error: down';
const alert = (message: string): Alert => ({ canary: { name: 'podinfo', namespace: 'test' }, severity: 'info', message, fields: [] });
const failure = (code: ErrorCode = 'HttpFailed', retry: Retry = 'later', message = 'down'): CanaryError => new CanaryError(code, retry, message);

/** A channel that answers from a list, then well. */
function createBench(...answers: (CanaryError | 'ok')[]) {
  const clock = new SteppedClock();
  const logger = new MemoryLogger();
  const outbox = createOutbox({ logger });
  const tried: string[] = [];
  const events: string[] = [];
  const calls: string[] = [];
  const notify = ({ message }: Alert): Promise<void> => {
    tried.push(`${clock.now() / 1000}s ${message}`);
    const answer = answers.shift() ?? 'ok';
    return answer === 'ok' ? Promise.resolve() : Promise.reject(answer);
  };
  const context: AlertContext = {
    clock, logger, outbox, http: new StubHttp(), notices: new Notices(), globalNotifier: { notify },
    reader: { get: <T extends Manifest>() => Promise.resolve(PROVIDER as unknown as T), list: () => Promise.resolve([]) },
    events: { record: ({ message }) => void events.push(message) },
    calls: { called: (kind, name, { failure: reason }) => void calls.push(`${kind} ${name} ${reason ?? 'ok'}`) },
    notifierFactories: new Map([['slack', { types: ['slack'], create: () => ({ notify }) }]]),
  };
  const send = async (message: string, canary = CANARY): Promise<void> => {
    sendAlert(canary, alert(message), context);
    await outbox.idle();
  };
  const step = async (): Promise<void> => {
    clock.step();
    await outbox.idle();
  };
  return { clock, outbox, logger, tried, events, calls, send, step };
}

describe('an alert whose channel fails', () => {
  it('is tried again after 1, 2, 4, 8 and 16 seconds, then given up; an event tells it once', async () => {
    const { clock, send, step, tried, events, calls, logger } = createBench(...Array.from({ length: 6 }, () => failure()));
    await send('a');
    while (clock.pending > 0) await step();
    expect(tried).toEqual(['0s a', '1s a', '3s a', '7s a', '15s a', '31s a']);
    expect(events).toEqual([FAILS]);
    expect(logger.lines).toEqual([FAILS, `${FAILS}; given up after 6 attempts`]);
    expect(calls).toEqual(Array.from({ length: 6 }, () => 'alert slack HttpFailed'));
  });

  it('arrives when the channel works again, before those that came later', async () => {
    const { send, step, tried, events, calls } = createBench(failure('TimedOut'), 'ok');
    await send('a');
    await send('b');
    expect(tried).toEqual(['0s a']);
    await step();
    expect(tried).toEqual(['0s a', '1s a', '1s b']);
    expect(events).toEqual([FAILS]);
    expect(calls).toEqual(['alert slack TimedOut', 'alert slack ok', 'alert slack ok']);
  });

  it('is told by an event again when the channel had worked in between', async () => {
    const { clock, send, step, events } = createBench(failure(), 'ok', failure('HttpFailed', 'never'), failure('HttpFailed', 'never'));
    await send('a');
    await step();
    await send('b');
    await send('c');
    expect(clock.pending).toBe(0);
    expect(events).toEqual([FAILS, FAILS]);
  });

  it('is not tried again where that can change nothing', async () => {
    const { clock, send, tried, logger } = createBench(failure('HttpFailed', 'never'));
    await send('a');
    expect(clock.pending).toBe(0);
    expect(tried).toHaveLength(1);
    expect(logger.lines).toEqual([FAILS]);
  });

  it('tells nothing of the address', async () => {
    const { send, logger, events } = createBench(failure('HttpFailed', 'never', 'POST https://hooks.example/T0/s3cret?sig=k3y: refused; k3y'));
    await send('a');
    expect([...logger.lines, ...events].join()).not.toMatch(/s3cret|sig=/);
  });

  it("is dropped with the operator's end, and said so", async () => {
    const { clock, send, outbox, logger } = createBench(failure());
    await send('a');
    outbox.close();
    expect(clock.pending).toBe(0);
    expect(logger.lines).toEqual([FAILS, 'Messages were dropped']);
  });
});

describe("an alert whose channel is the operator's", () => {
  it('is tried again too; no event tells it', async () => {
    const { send, step, tried, events, calls } = createBench(failure());
    await send('a', { ...CANARY, spec: { ...CANARY.spec, analysis: {} } });
    await step();
    expect(tried).toEqual(['0s a', '1s a']);
    expect(events).toEqual([]);
    expect(calls).toEqual(['alert operator HttpFailed', 'alert operator ok']);
  });
});

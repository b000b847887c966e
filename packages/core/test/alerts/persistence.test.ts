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

const turn = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

/** A channel that answers from a list, then well. */
function createBench(...answers: (CanaryError | Promise<void> | 'ok')[]) {
  const clock = new SteppedClock();
  const logger = new MemoryLogger();
  const outbox = createOutbox({ logger });
  const tried: string[] = [];
  const events: string[] = [];
  const calls: string[] = [];
  const notify = ({ message }: Alert): Promise<void> => {
    tried.push(`${clock.now() / 1000}s ${message}`);
    const answer = answers.shift() ?? 'ok';
    if (answer instanceof CanaryError) return Promise.reject(answer);
    return answer === 'ok' ? Promise.resolve() : answer;
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

  it('names its channel and its canary in the log', async () => {
    const { send, logger } = createBench(failure('HttpFailed', 'never'));
    await send('a');
    expect(logger.entries).toEqual([{ message: FAILS, canary: 'podinfo.test', channel: 'chat' }]);
  });
});

describe("an alert that waits for another attempt when the operator ends", () => {
  const LOST = `${FAILS}; lost, because the operator ends`;

  it('has its last one at once, and so have those behind it', async () => {
    const { clock, send, outbox, tried, logger } = createBench(failure(), 'ok');
    await send('a');
    await send('b');
    await outbox.finish();
    expect(tried).toEqual(['0s a', '0s a', '0s b']);
    expect(clock.pending).toBe(0);
    expect(logger.lines).toEqual([FAILS]);
  });

  it('is lost where that fails too, and the log says which and of whom', async () => {
    const { clock, send, outbox, tried, logger } = createBench(failure(), failure(), failure());
    await send('a');
    await send('b');
    await outbox.finish();
    expect(tried).toEqual(['0s a', '0s a', '0s b']);
    expect(clock.pending).toBe(0);
    expect(logger.entries.slice(1)).toEqual([
      { message: LOST, canary: 'podinfo.test', channel: 'chat' },
      { message: FAILS, canary: 'podinfo.test', channel: 'chat' },
      { message: LOST, canary: 'podinfo.test', channel: 'chat' },
    ]);
  });

  it('has one more where an attempt was under way', async () => {
    let refuse = (_: CanaryError): void => undefined;
    const { send, outbox, tried } = createBench(new Promise((_, reject) => (refuse = reject)), 'ok');
    void send('a');
    await turn();
    const finished = outbox.finish();
    refuse(failure());
    await finished;
    expect(tried).toEqual(['0s a', '0s a']);
  });

  it('is cut off when it hangs, and said to be lost', async () => {
    const { send, outbox, tried, logger } = createBench(failure(), new Promise(() => undefined));
    await send('a');
    await send('b');
    void outbox.finish();
    await turn();
    outbox.close();
    expect(tried).toEqual(['0s a', '0s a']);
    expect(logger.entries.slice(1)).toEqual([{ message: 'Messages were lost, because the operator ends', lane: 'podinfo.test/alert-chat', count: 2 }]);
  });

  it('is told as lost where nothing more can be tried', async () => {
    const { clock, send, outbox, logger } = createBench(failure());
    await send('a');
    outbox.close();
    expect(clock.pending).toBe(0);
    expect(logger.entries.slice(1)).toEqual([{ message: 'Messages were lost, because the operator ends', lane: 'podinfo.test/alert-chat', count: 1 }]);
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

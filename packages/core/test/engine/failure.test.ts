import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Canary, CanaryStatus, ErrorCode } from '@flagger/sdk';
import { tellFailure } from '../../src/engine/failure.ts';
import { Notices } from '../../src/engine/notices.ts';
import type { CanaryPorts } from '../../src/engine/ports.ts';
import { problemIn } from '../../src/status/problem-condition.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { World } from '../decide/world.ts';
import { InstantClock, MemoryLogger, StubHttp } from '../http-stub.ts';

const INTERVAL_MS = 10_000;

/** Ports of which telling a failure uses these. */
function createBench(writeStatus?: () => Promise<Canary>) {
  const events: string[] = [];
  const written: CanaryStatus[] = [];
  const world = new World({ analysis: { interval: '10s', threshold: 1, stepWeight: 10 } });
  const clock = new InstantClock();
  const logger = new MemoryLogger();
  const ports = {
    clock, logger, http: new StubHttp(), outbox: createOutbox({ logger }), eventWebhookUrl: '', capabilities: world.capabilities, providerName: 'mesh',
    events: { record: ({ message }: { readonly message: string }) => void events.push(message) },
    writer: {
      writeStatus: writeStatus ?? ((canary: Canary, status: CanaryStatus) => {
        written.push(status);
        return Promise.resolve({ ...canary, status });
      }),
    },
  } as unknown as CanaryPorts;
  const notices = new Notices();
  const fail = async (error: unknown, status: CanaryStatus = {}, signal = new AbortController().signal): Promise<ReturnType<typeof tellFailure>> =>
    tellFailure(error, { ports, notices, canary: { ...world.canary, status }, signal });
  return { fail, events, written, logger, clock };
}

const missing = new CanaryError('NotFound', 'later', 'no target');

describe('a failed tick', () => {
  it('is told by an event and a condition, and looked at again in an interval', async () => {
    const { fail, events, written, clock } = createBench();
    expect(await fail(missing)).toEqual({ wakeAt: clock.now() + INTERVAL_MS, failure: missing });
    expect(events).toEqual(['no target']);
    expect(written.map(status => problemIn(status, 'Reconciled'))).toEqual([{ reason: 'NotFound', message: 'no target' }]);
  });

  it('is written once, until it is repaired or another thing fails', async () => {
    const { fail, written } = createBench();
    await fail(missing);
    await fail(missing, written[0]);
    expect(written).toHaveLength(1);
    await fail(new TypeError('x is undefined'), written[0]);
    expect(problemIn(written[1], 'Reconciled')).toEqual({ reason: 'Unexpected', message: 'x is undefined' });
  });

  it.each<ErrorCode>(['AlreadyExists', 'ApiUnavailable', 'Conflict', 'HttpFailed', 'TimedOut'])('of code %s is no condition: it passes', async code => {
    const { fail, events, written } = createBench();
    await fail(new CanaryError(code, 'later', 'busy'));
    expect(written).toEqual([]);
    expect(events).toEqual(code === 'Conflict' ? [] : ['busy']);
  });

  it('that is pending is told once it lasts for an interval, and no sooner', async () => {
    const { fail, events, written, clock } = createBench();
    const pending = new CanaryError('Pending', 'later', 'not seen yet');
    expect(await fail(pending)).toEqual({ wakeAt: clock.now() + INTERVAL_MS, failure: pending });
    clock.after(INTERVAL_MS - 1, () => undefined);
    await fail(pending);
    expect([events, written]).toEqual([[], []]);
    clock.after(1, () => undefined);
    await fail(pending);
    expect(events).toEqual(['not seen yet']);
    expect(written.map(status => problemIn(status, 'Reconciled'))).toEqual([{ reason: 'Pending', message: 'not seen yet' }]);
  });

  it('is told by the event alone where the status can not be written', async () => {
    const { fail, events, logger } = createBench(() => Promise.reject(new CanaryError('ApiForbidden', 'later', 'patch canaries/status: forbidden')));
    expect((await fail(missing)).failure).toBe(missing);
    expect(events).toEqual(['no target']);
    expect(logger.lines).toContain('The failure could not be written to the status');
  });

  it('does not hide a defect of the writer, nor that the operator stops', async () => {
    await expect(createBench(() => Promise.reject(new RangeError('bug'))).fail(missing)).rejects.toThrow('bug');
    const stop = new AbortController();
    const { fail } = createBench(() => {
      stop.abort(new Error('the operator stops'));
      return Promise.reject(new CanaryError('ApiUnavailable', 'later', 'cut off'));
    });
    await expect(fail(missing, {}, stop.signal)).rejects.toThrow('the operator stops');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryWebhook, WebhookType } from '@flagger/sdk';
import { askGate } from '../../src/webhooks/ask-gate.ts';
import { askRollback } from '../../src/webhooks/ask-rollback.ts';
import { callHook } from '../../src/webhooks/call-hook.ts';
import { sendEventHook } from '../../src/webhooks/event-hook.ts';
import { createOutbox } from '../../src/webhooks/outbox.ts';
import { hookPayload } from '../../src/webhooks/payload.ts';
import { InstantClock, MemoryLogger, refused, StubHttp } from '../http-stub.ts';

const signal = new AbortController().signal;
const canaryWith = (...webhooks: CanaryWebhook[]): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: { webhooks } },
  status: { phase: 'Progressing', lastAppliedSpec: 'v1-a', trackedConfigs: { 'configmap/a': '1' } },
});
const hook = (fields: Partial<CanaryWebhook> = {}): CanaryWebhook => ({ name: 'gate', url: 'http://user:pw@hook/path?token=s3cret', ...fields });
const payload = hookPayload(canaryWith(), 'Progressing');

async function call(fields: Partial<CanaryWebhook>, http: StubHttp): Promise<{ error: string | undefined; waits: number[] }> {
  const clock = new InstantClock();
  const error = await callHook(hook(fields), payload, { http, clock }, signal).then(() => undefined, (caught: unknown) => (caught as Error).message);
  return { error, waits: clock.waits };
}

describe('callHook', () => {
  it.each([200, 201, 202])('%p is a success', async status => {
    expect((await call({}, new StubHttp(status))).error).toBeUndefined();
  });

  it.each([
    [204, ''],
    [400, 'tests failed'],
    [404, 'not found'],
    [501, 'not here'],
  ])('%p is refused, and its body is the reason', async (status, body) => {
    expect((await call({ retries: 3 }, new StubHttp({ status, body }))).error).toBe(body);
  });

  it.each([
    ['429', new StubHttp({ status: 429, body: 'slow down' }), 'POST http://hook/path giving up after 1 attempt(s)'],
    ['500', new StubHttp({ status: 500, body: 'boom' }), 'POST http://hook/path giving up after 1 attempt(s)'],
    ['no answer', new StubHttp(refused), 'POST http://hook/path giving up after 1 attempt(s): connect ECONNREFUSED http://hook'],
  ])('%s is given up in words that keep the URL\'s secrets', async (_, http, message) => {
    expect((await call({}, http)).error).toBe(message);
  });

  it('retries are extra attempts, with growing waits', async () => {
    const http = new StubHttp(500, refused, 503, 200);
    expect(await call({ retries: 3 }, http)).toEqual({ error: undefined, waits: [1000, 2000, 4000] });
    expect(http.requests).toHaveLength(4);
  });

  it('Retry-After is honoured, and a wait is never longer than 30 s otherwise', async () => {
    expect((await call({ retries: 1 }, new StubHttp({ status: 429, headers: { 'retry-after': '7' } }, 200))).waits).toEqual([7000]);
    expect((await call({ retries: 7 }, new StubHttp(500))).waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('Retry-After may be a date, and counts for 429 and 503 only', async () => {
    const date = new Date(new InstantClock().now() + 12_000).toUTCString();
    const after = async (status: number, header: string): Promise<number[]> => (await call({ retries: 1 }, new StubHttp({ status, headers: { 'retry-after': header } }, 200))).waits;
    expect(await after(503, date)).toEqual([12_000]);
    expect(await after(503, 'soon')).toEqual([1000]);
    expect(await after(503, 'Thu, 01 Jan 1970 00:00:00 GMT')).toEqual([0]);
    expect(await after(500, '7')).toEqual([1000]);
  });

  it('no receiver holds a release up for more than 30 seconds', async () => {
    expect((await call({ retries: 1 }, new StubHttp({ status: 429, headers: { 'retry-after': '86400' } }, 200))).waits).toEqual([30_000]);
  });

  it('a page for a reason is cut', async () => {
    expect((await call({}, new StubHttp({ status: 404, body: 'x'.repeat(5000) }))).error).toHaveLength(1024);
  });

  it('a timeout that is none is told', async () => {
    const http = new StubHttp(200);
    expect((await call({ timeout: '5mx' }, http)).error).toBe('webhook gate: timeout "5mx" is no duration such as 10s or 1m30s');
    expect(http.requests).toEqual([]);
  });

  it('an abort ends the wait between attempts', async () => {
    const stop = new AbortController();
    const clock = new (class extends InstantClock {
      override after(): () => void {
        queueMicrotask(() => stop.abort(new Error('shutdown')));
        return () => undefined;
      }
    })();
    await expect(callHook(hook({ retries: 1 }), payload, { http: new StubHttp(500), clock }, stop.signal)).rejects.toThrow('shutdown');
  });

  it.each([
    [undefined, 10_000],
    ['0s', 10_000],
    ['5', 10_000],
    ['30s', 30_000],
    ['1m30s', 90_000],
  ])('a timeout of %p is %p ms an attempt', async (timeout, timeoutMs) => {
    const http = new StubHttp(200);
    await call(timeout === undefined ? {} : { timeout }, http);
    expect(http.requests[0]).toMatchObject({ method: 'POST', timeoutMs, insecureSkipVerify: false });
  });

  it('disableTLS accepts any certificate', async () => {
    const http = new StubHttp(200);
    await call({ disableTLS: true }, http);
    expect(http.requests[0]?.insecureSkipVerify).toBe(true);
  });
});

describe('the payload', () => {
  it('leaves metadata out where there is none', () => {
    expect(payload).toEqual({ name: 'podinfo', namespace: 'test', phase: 'Progressing', checksum: expect.any(String) });
    expect(hookPayload(canaryWith(), 'Failed', { a: 'b' })).toMatchObject({ phase: 'Failed', metadata: { a: 'b' } });
  });

  it('has a checksum that changes with configs and revision, and with nothing else', () => {
    const at = (status: Canary['status']): string => hookPayload({ ...canaryWith(), ...(status && { status }) }, 'x').checksum;
    const base = at({ lastAppliedSpec: 'a', trackedConfigs: { x: '1', y: '2' } });
    expect(at({ lastAppliedSpec: 'a', trackedConfigs: { y: '2', x: '1' }, canaryWeight: 40 })).toBe(base);
    expect(at({ lastAppliedSpec: 'b', trackedConfigs: { x: '1', y: '2' } })).not.toBe(base);
    expect(at({ lastAppliedSpec: 'a', trackedConfigs: { x: '1', y: '3' } })).not.toBe(base);
  });
});

describe('askGate', () => {
  const ask = (http: StubHttp, ...hooks: CanaryWebhook[]) => askGate('rollout', { canary: canaryWith(...hooks), phase: 'Progressing' }, { http, clock: new InstantClock() }, signal);

  it('asks in list order, and hooks without a type are rollout hooks', async () => {
    const http = new StubHttp(200);
    expect(await ask(http, hook({ name: 'a' }), hook({ name: 'b', type: 'rollout' }), hook({ name: 'c', type: '' }), hook({ name: 'd', type: 'rollback' }))).toEqual({ open: true, passed: ['a', 'b', 'c'] });
  });

  it('stops at the first that refuses', async () => {
    const http = new StubHttp(200, { status: 403, body: 'no' });
    expect(await ask(http, hook({ name: 'a' }), hook({ name: 'b' }), hook({ name: 'c' }))).toMatchObject({ open: false, passed: ['a'], heldBy: { name: 'b' }, error: 'no' });
    expect(http.requests).toHaveLength(2);
  });
});

describe("Flagger's own hooks", () => {
  const { hooks } = JSON.parse(readFileSync(new URL('../fixtures/golden-hooks.json', import.meta.url), 'utf8')) as { hooks: { path: string; payload: { namespace: string; phase: string; metadata?: Record<string, string> } }[] };
  const TYPES: Readonly<Record<string, WebhookType>> = {
    rollout: 'confirm-rollout', pre: 'pre-rollout', load: 'rollout', increase: 'confirm-traffic-increase', promotion: 'confirm-promotion', post: 'post-rollout',
  };

  it.each(hooks.map(each => [each.path, each.payload.phase, each.payload] as const))('%s in phase %s was sent like this', async (path, phase, recorded) => {
    const type = TYPES[path]!;
    const canary = canaryWith(hook({ type, ...(recorded.metadata && { metadata: recorded.metadata }) }));
    const http = new StubHttp(200);
    await askGate(type, { canary: { ...canary, metadata: { ...canary.metadata, namespace: recorded.namespace } }, phase }, { http, clock: new InstantClock() }, signal);
    expect(http.sent).toEqual([{ ...recorded, checksum: expect.any(String) }]);
  });
});

describe('askRollback', () => {
  it('the first that passes signals; those before it were silent', async () => {
    const hooks = ['a', 'b', 'c'].map(name => hook({ name, type: 'rollback' }));
    const http = new StubHttp(403, 200);
    expect(await askRollback({ canary: canaryWith(...hooks), phase: 'Progressing' }, { http, clock: new InstantClock() }, signal)).toEqual({ signalledBy: 'b', silent: ['a'] });
    expect(http.requests).toHaveLength(2);
  });
});

describe('event hooks', () => {
  const send = async (http: StubHttp, canary: Canary, eventWebhookUrl = 'http://events'): Promise<MemoryLogger> => {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    sendEventHook({ canary, phase: 'Progressing', type: 'Normal', message: 'Advance' }, { http, clock: new InstantClock(), logger, outbox, eventWebhookUrl });
    await outbox.idle();
    return logger;
  };

  it("go to the operator's URL", async () => {
    const http = new StubHttp(200);
    await send(http, canaryWith());
    expect(http.sent).toEqual([
      { name: 'podinfo', namespace: 'test', phase: 'Progressing', checksum: expect.any(String), metadata: { eventMessage: 'Advance', eventType: 'Normal', timestamp: expect.stringMatching(/^\d{13}$/) } },
    ]);
  });

  it("go to the canary's own hooks instead, whose metadata can't hide the event", async () => {
    const http = new StubHttp(200);
    await send(http, canaryWith(hook({ type: 'event', metadata: { team: 'a', eventMessage: 'mine' } }), hook({ name: 'two', type: 'event' })));
    expect(http.requests.map(({ url }) => url)).not.toContain('http://events');
    expect(http.sent[0]).toMatchObject({ metadata: { team: 'a', eventMessage: 'Advance' } });
    expect(http.sent).toHaveLength(2);
  });

  it('a receiver that hangs delays nobody', async () => {
    const sent: string[] = [];
    const http = new StubHttp(200);
    const hanging = { send: (...args: Parameters<StubHttp['send']>) => (args[0].url.includes('slow') ? new Promise<never>(() => undefined) : http.send(...args)) };
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    const canary = canaryWith(hook({ url: 'http://slow', type: 'event' }), hook({ url: 'http://quick', type: 'event' }));
    for (const message of ['one', 'two']) {
      sendEventHook({ canary, phase: 'Progressing', type: 'Normal', message }, { http: hanging, clock: new InstantClock(), logger, outbox, eventWebhookUrl: '' });
      sent.push(message);
    }
    await new Promise(setImmediate);
    expect(sent).toEqual(['one', 'two']);
    expect(http.sent).toMatchObject([{ metadata: { eventMessage: 'one' } }, { metadata: { eventMessage: 'two' } }]);
  });

  it('nobody is told where nobody listens', async () => {
    const http = new StubHttp(200);
    await send(http, canaryWith(), '');
    expect(http.requests).toEqual([]);
  });

  it('failures are only logged', async () => {
    expect((await send(new StubHttp({ status: 400, body: 'bad' }), canaryWith())).lines).toEqual(['error sending event to webhook: bad']);
  });
});

describe('the outbox', () => {
  it('keeps the order within a lane, and a lane that hangs holds up no other', async () => {
    const outbox = createOutbox({ logger: new MemoryLogger() });
    const sent: string[] = [];
    let release = (): void => undefined;
    outbox.post('slow', () => new Promise(resolve => (release = resolve)));
    outbox.post('slow', () => Promise.resolve(void sent.push('slow')));
    outbox.post('quick', () => Promise.resolve(void sent.push('quick-1')));
    outbox.post('quick', () => Promise.resolve(void sent.push('quick-2')));
    await new Promise(setImmediate);
    expect(sent).toEqual(['quick-1', 'quick-2']);
    release();
    await outbox.idle();
    expect(sent).toEqual(['quick-1', 'quick-2', 'slow']);
  });

  it('drops the oldest of too many, and says so', async () => {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger, laneLimit: 2 });
    const sent: number[] = [];
    for (let i = 0; i < 5; i++) outbox.post('lane', () => Promise.resolve(void sent.push(i)));
    await outbox.idle();
    expect(sent).toEqual([0, 3, 4]);
    expect(logger.lines).toHaveLength(2);
  });

  it('goes on after a message that throws', async () => {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    const sent: string[] = [];
    outbox.post('lane', () => Promise.reject(new Error('lost')));
    outbox.post('lane', () => Promise.resolve(void sent.push('next')));
    await outbox.idle();
    expect(sent).toEqual(['next']);
    expect(logger.lines).toEqual(['A message was lost']);
  });

  it('once closed, cuts off what goes out and drops what waits', async () => {
    const logger = new MemoryLogger();
    const outbox = createOutbox({ logger });
    const sent: string[] = [];
    outbox.post('lane', signal => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut')))));
    outbox.post('lane', () => Promise.resolve(void sent.push('waited')));
    outbox.close();
    await outbox.idle();
    expect(sent).toEqual([]);
    expect(logger.lines).toEqual(['Messages were lost, because the operator ends']);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { createEventSink } from '../../src/index.ts';
import type { EventSink, EventSinkOptions } from '../../src/index.ts';
import { startBench } from '../support/bench.ts';
import type { Bench } from '../support/bench.ts';
import { passTimeUntil, until } from '../support/until.ts';
import { canary } from './canary.ts';

const EVENTS = { apiVersion: 'v1', kind: 'Event' };

interface StoredEvent extends Manifest {
  readonly message: string;
  readonly count: number;
}

async function startSink(options: Partial<EventSinkOptions> = {}): Promise<Bench & { sink: EventSink; stored(): string[] }> {
  const bench = await startBench();
  const { cluster, clock, logger, api } = bench;
  const sink = createEventSink(cluster, { clock, logger, ...options });
  return { ...bench, sink, stored: () => api.store.list<StoredEvent>(EVENTS, 'test').map(({ count, message }) => `${count} ${message}`) };
}

function record(sink: EventSink, message: string, name = 'web'): void {
  sink.record({ canary: canary(name), type: 'Normal', message });
}

describe('an event sink', () => {
  it('creates Events, and counts repeated ones with a patch', async () => {
    const { sink, api, signal, stored } = await startSink();
    for (const message of ['one', 'two', 'one', 'one']) record(sink, message);
    await sink.flush(signal);
    expect(stored()).toEqual(['3 one', '1 two']);
    expect(api.requests.writes.map(({ verb, code }) => `${verb} ${code}`)).toEqual(['create 201', 'create 201', 'patch 200', 'patch 200']);
  });

  it('creates the Event anew when the server has dropped it', async () => {
    const { sink, api, signal, stored } = await startSink();
    record(sink, 'one');
    await sink.flush(signal);
    for (const event of api.store.list(EVENTS, 'test')) api.store.remove(EVENTS, event.metadata);
    record(sink, 'one');
    await sink.flush(signal);
    expect(stored()).toEqual(['2 one']);
  });

  it('never waits, and goes on when the API server is back', async () => {
    const { sink, api, clock, signal, stored } = await startSink();
    await api.stop();
    record(sink, 'one');
    record(sink, 'two');
    await api.restart();
    const flushed = sink.flush(signal);
    await passTimeUntil(clock, () => stored().length === 2);
    await flushed;
  });

  it('drops what the server refuses, and says so without failing', async () => {
    const { sink, api, signal, logger, stored } = await startSink();
    api.faults.injectNext(1, { kind: 'status', code: 403, reason: 'Forbidden', message: 'no events for you' }, () => true);
    record(sink, 'one');
    record(sink, 'two');
    await sink.flush(signal);
    expect(stored()).toEqual(['1 two']);
    expect(logger.lines).toMatchObject([{ level: 'warn', message: 'Kubernetes Event dropped', fields: { canary: 'web.test' } }]);
    record(sink, 'one');
    await sink.flush(signal);
    expect(stored()).toEqual(['1 two', '1 one']);
  });

  it('keeps its queue short', async () => {
    const { sink, signal, logger, stored } = await startSink({ capacity: 2 });
    for (const message of ['a', 'b', 'c', 'd']) record(sink, message);
    await sink.flush(signal);
    expect(stored()).toHaveLength(3);
    expect(logger.messages('warn')).toEqual(['Kubernetes Event dropped']);
  });

  it('does not let one canary wait for another, and keeps the order of each', async () => {
    const { sink, api, stored } = await startSink();
    api.faults.injectNext(1, { kind: 'hang' }, () => true);
    record(sink, 'hangs', 'a');
    for (const message of ['one', 'two', 'three']) record(sink, message, 'b');
    await until(() => stored().length === 3);
    expect(stored()).toEqual(['1 one', '1 two', '1 three']);
    sink.close();
  });

  it('lets a flush be given up, and ends without a word when it is closed', async () => {
    const { sink, api, logger } = await startSink();
    api.faults.inject(() => ({ kind: 'hang' }));
    record(sink, 'one');
    record(sink, 'two');
    await until(() => api.inFlight === 1);
    await expect(sink.flush(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    sink.close();
    record(sink, 'three');
    await sink.flush(new AbortController().signal);
    expect(logger.lines).toEqual([]);
  });
});

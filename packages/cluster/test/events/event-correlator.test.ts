import { describe, expect, it } from '@jest/globals';
import type { Canary } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import { EventCorrelator } from '../../src/events/event-correlator.ts';
import { canary } from './canary.ts';

const MINUTE_MS = 60_000;

function told(correlator: EventCorrelator, message: string, about: Canary = canary('web')): string {
  const outcome = correlator.correlate({ canary: about, type: 'Normal', message });
  return outcome === undefined ? 'dropped' : `${outcome.repeated ? 'again' : 'new'} ${outcome.event.count} ${outcome.event.message}`;
}

describe('an event correlator', () => {
  it('writes what Flagger writes', () => {
    const clock = createVirtualClock({ start: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
    const { event } = new EventCorrelator('flagger', clock).correlate({ canary: canary('web'), type: 'Warning', message: 'Halt web.test advancement' }) ?? {};
    expect(event).toEqual({
      apiVersion: 'v1', kind: 'Event', metadata: { name: 'web.1886caf244ffa780', namespace: 'test' },
      involvedObject: { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'web', namespace: 'test', uid: 'uid-web', resourceVersion: '7' },
      type: 'Warning', reason: 'Synced', message: 'Halt web.test advancement', source: { component: 'flagger' },
      reportingComponent: 'flagger', reportingInstance: '',
      firstTimestamp: '2026-01-02T03:04:05Z', lastTimestamp: '2026-01-02T03:04:05Z', count: 1,
    });
  });

  it('counts what is said again, under the first name and time', () => {
    const clock = createVirtualClock();
    const correlator = new EventCorrelator('flagger', clock);
    const note = { canary: canary('web'), type: 'Normal', message: 'New revision detected!' } as const;
    const first = correlator.correlate(note)?.event;
    clock.advance(MINUTE_MS);
    const second = correlator.correlate(note);
    expect(second).toMatchObject({ repeated: true, event: { count: 2, metadata: first?.metadata, firstTimestamp: first?.firstTimestamp } });
    expect(second?.event.lastTimestamp).toBe('2026-01-01T00:01:00Z');
  });

  it('gives Events of one moment different names', () => {
    const correlator = new EventCorrelator('flagger', createVirtualClock());
    const names = ['a', 'b', 'c'].map(message => correlator.correlate({ canary: canary('web'), type: 'Normal', message })?.event.metadata.name);
    expect(new Set(names).size).toBe(3);
  });

  it('folds the tenth different message and all further ones into one Event', () => {
    const correlator = new EventCorrelator('flagger', createVirtualClock());
    const outcomes = Array.from({ length: 12 }, (_, index) => told(correlator, `m${index}`));
    expect(outcomes.slice(0, 9).every(outcome => outcome.startsWith('new 1 m'))).toBe(true);
    expect(outcomes.slice(9)).toEqual([
      'new 1 (combined from similar events): m9', 'again 2 (combined from similar events): m10', 'again 3 (combined from similar events): m11',
    ]);
  });

  it('begins anew after ten quiet minutes', () => {
    const clock = createVirtualClock();
    const correlator = new EventCorrelator('flagger', clock);
    for (let index = 0; index < 10; index += 1) told(correlator, `m${index}`);
    clock.advance(10 * MINUTE_MS + 1);
    expect(told(correlator, 'later')).toBe('new 1 later');
  });

  it('keeps objects and types apart', () => {
    const correlator = new EventCorrelator('flagger', createVirtualClock());
    told(correlator, 'm');
    expect(told(correlator, 'm', canary('api'))).toBe('new 1 m');
    expect(correlator.correlate({ canary: canary('web'), type: 'Warning', message: 'm' })?.repeated).toBe(false);
  });

  it('lets an object have 25 at once and one in five minutes from then on', () => {
    const clock = createVirtualClock();
    const correlator = new EventCorrelator('flagger', clock);
    const outcomes = Array.from({ length: 30 }, () => told(correlator, 'm'));
    expect(outcomes.filter(outcome => outcome === 'dropped')).toHaveLength(5);
    expect(told(correlator, 'm', canary('api'))).toBe('new 1 m');
    clock.advance(5 * MINUTE_MS);
    expect(told(correlator, 'm')).toBe('again 31 m');
    expect(told(correlator, 'm')).toBe('dropped');
  });

  it('forgets what was never written', () => {
    const correlator = new EventCorrelator('flagger', createVirtualClock());
    const lost = correlator.correlate({ canary: canary('web'), type: 'Normal', message: 'm' });
    correlator.forget(lost?.key ?? '');
    expect(told(correlator, 'm')).toBe('new 1 m');
  });
});

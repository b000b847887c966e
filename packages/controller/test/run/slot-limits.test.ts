import { describe, expect, it } from '@jest/globals';
import type { Canary, CanaryStatus } from '@flagger/sdk';
import { createVirtualClock } from '@flagger/testkit';
import fc from 'fast-check';
import { RolloutLimits } from '../../src/run/rollout-limits.ts';
import type { LimitSettings } from '../../src/run/rollout-limits.ts';

const RUNS: CanaryStatus = { phase: 'Progressing' };
const RESTS: CanaryStatus = { phase: 'Succeeded' };
const waits = (since: string): CanaryStatus => ({
  phase: 'Succeeded', conditions: [{ type: 'Advancing', status: 'False', reason: 'RolloutLimit', lastUpdateTime: since, lastTransitionTime: since }],
});
const WAITS = waits('2026-01-01T00:00:00Z');

function canary(key: string, status: CanaryStatus = RESTS): Canary {
  const [namespace = '', name = ''] = key.split('/', 2);
  return {
    apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { namespace, name },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, analysis: {} }, status,
  };
}

/** A fleet of canaries, as the operator has it: what it wakes gets a turn, and begins if it may. */
class Fleet {
  readonly woken: string[] = [];
  readonly limits: RolloutLimits;
  readonly #statuses = new Map<string, CanaryStatus>();

  constructor(settings: Partial<LimitSettings>, before: Readonly<Record<string, CanaryStatus>> = {}) {
    this.limits = new RolloutLimits({ all: 0, perNamespace: 0, ...settings }, createVirtualClock({ start: Date.parse('2026-02-01T00:00:00Z') }));
    for (const [key, status] of Object.entries(before)) this.#statuses.set(key, status);
    this.limits.begin(Object.entries(before).map(([key, status]) => canary(key, status)), key => this.woken.push(key));
  }

  get running(): readonly string[] {
    return [...this.#statuses].filter(([, { phase }]) => phase === 'Progressing').map(([key]) => key);
  }

  /** A turn in which a canary wants to begin; what was told to it. */
  want(key: string): string {
    this.limits.beginTurn(key);
    const slot = this.limits.ask(canary(key, this.#statuses.get(key)));
    this.#end(key, slot.free ? RUNS : WAITS);
    return slot.free ? 'begins' : `${slot.within} ${slot.limit}, ${slot.ahead} ahead`;
  }

  /** A turn in which a canary asks for nothing, and ends like this. */
  turn(key: string, status: CanaryStatus, spec: Partial<Canary['spec']> = {}): void {
    this.limits.beginTurn(key);
    this.#end(key, status, spec);
  }

  /** Gives a turn to everybody that was woken, until nobody is. */
  settle(): string[] {
    const begun: string[] = [];
    for (let key = this.woken.shift(); key !== undefined; key = this.woken.shift()) if (this.want(key) === 'begins') begun.push(key);
    return begun;
  }

  #end(key: string, status: CanaryStatus, spec: Partial<Canary['spec']> = {}): void {
    this.#statuses.set(key, status);
    const subject = canary(key, status);
    this.limits.endTurn({ ...subject, spec: { ...subject.spec, ...spec } });
  }
}

describe('without limits', () => {
  it('everybody begins', () => {
    const fleet = new Fleet({});
    expect(fleet.limits.isOn).toBe(false);
    expect(['a/1', 'a/2', 'b/1'].map(key => fleet.want(key))).toEqual(['begins', 'begins', 'begins']);
  });
});

describe('a limit', () => {
  it('in all keeps further ones waiting, with their place in the queue', () => {
    const fleet = new Fleet({ all: 2 });
    expect(['a/1', 'b/1', 'a/2', 'b/2'].map(key => fleet.want(key))).toEqual(['begins', 'begins', 'all 2, 0 ahead', 'all 2, 1 ahead']);
    expect(fleet.want('a/2')).toBe('all 2, 0 ahead');
  });

  it('of a namespace leaves other namespaces alone', () => {
    const fleet = new Fleet({ perNamespace: 1 });
    expect(['a/1', 'a/2', 'a/3', 'b/1'].map(key => fleet.want(key))).toEqual(['begins', 'namespace 1, 0 ahead', 'namespace 1, 1 ahead', 'begins']);
  });

  it('of a namespace that is reached does not keep a free slot from others', () => {
    const fleet = new Fleet({ all: 2, perNamespace: 1 });
    expect(['a/1', 'a/2', 'b/1', 'c/1'].map(key => fleet.want(key))).toEqual(['begins', 'namespace 1, 0 ahead', 'begins', 'all 2, 0 ahead']);
  });

  it.each<[string, (fleet: Fleet) => void]>([
    ['ends', fleet => fleet.turn('a/1', RESTS)],
    ['fails', fleet => fleet.turn('a/1', { phase: 'Failed' })],
    ['is paused', fleet => fleet.turn('a/1', { ...RUNS, paused: true })],
    ['is suspended', fleet => fleet.turn('a/1', RUNS, { suspend: true })],
    ['is gone', fleet => fleet.limits.forget('a/1')],
  ])('wakes the next one when a run %s', (_, change) => {
    const fleet = new Fleet({ all: 1 });
    ['a/1', 'b/1', 'c/1'].forEach(key => fleet.want(key));
    change(fleet);
    expect(fleet.woken).toEqual(['b/1']);
    expect(fleet.want('c/1')).toBe('all 1, 0 ahead');
    expect(fleet.want('b/1')).toBe('begins');
  });

  it('lets a run that is resumed go on, and nobody else begin until it is kept again', () => {
    const fleet = new Fleet({ all: 1 });
    fleet.want('a/1');
    fleet.turn('a/1', { ...RUNS, paused: true });
    expect(fleet.want('b/1')).toBe('begins');
    fleet.turn('a/1', RUNS);
    expect(fleet.want('c/1')).toBe('all 1, 0 ahead');
    fleet.turn('b/1', RESTS);
    expect(fleet.woken).toEqual([]);
    fleet.turn('a/1', RESTS);
    expect(fleet.settle()).toEqual(['c/1']);
  });

  it('gives a slot that was offered in vain to the next', () => {
    const fleet = new Fleet({ all: 1 });
    ['a/1', 'b/1', 'c/1'].forEach(key => fleet.want(key));
    fleet.turn('a/1', RESTS);
    expect(fleet.woken.splice(0)).toEqual(['b/1']);
    fleet.turn('b/1', RESTS);
    expect(fleet.settle()).toEqual(['c/1']);
  });

  it('keeps what it offers during a turn for the turn after it', () => {
    const fleet = new Fleet({ all: 1 });
    fleet.want('a/1');
    fleet.limits.beginTurn('b/1');
    expect(fleet.limits.ask(canary('b/1')).free).toBe(false);
    fleet.turn('a/1', RESTS);
    fleet.limits.endTurn(canary('b/1', WAITS));
    expect(fleet.want('c/1')).toBe('all 1, 0 ahead');
    expect(fleet.settle()).toEqual(['b/1']);
  });

  it('takes a slot back from a turn that did not lead to a run', () => {
    const fleet = new Fleet({ all: 1 });
    fleet.limits.beginTurn('a/1');
    expect(fleet.limits.ask(canary('a/1'))).toEqual({ free: true });
    expect(fleet.want('b/1')).toBe('all 1, 0 ahead');
    fleet.limits.endTurn(canary('a/1', { phase: 'Waiting' }));
    expect(fleet.settle()).toEqual(['b/1']);
  });

  it('does not let a canary begin its next run before others that wait', () => {
    const fleet = new Fleet({ all: 1 });
    ['a/1', 'b/1'].forEach(key => fleet.want(key));
    fleet.turn('a/1', RUNS);
    fleet.limits.beginTurn('a/1');
    expect(fleet.limits.ask(canary('a/1', RESTS)).free).toBe(false);
    fleet.limits.endTurn(canary('a/1', WAITS));
    expect(fleet.settle()).toEqual(['b/1']);
  });
});

describe('after a restart', () => {
  it('what runs has its slot, and who waited longest is served first', () => {
    const before = { 'a/1': RUNS, 'a/2': waits('2026-01-01T00:00:09Z'), 'b/1': waits('2026-01-01T00:00:05Z'), 'c/1': RESTS };
    const fleet = new Fleet({ all: 1 }, before);
    expect(fleet.want('c/1')).toBe('all 1, 2 ahead');
    fleet.turn('a/1', RESTS);
    expect(fleet.settle()).toEqual(['b/1']);
  });

  it('with a lower limit stops nothing, and begins nothing before enough have ended', () => {
    const fleet = new Fleet({ all: 1 }, { 'a/1': RUNS, 'a/2': RUNS, 'b/1': WAITS });
    fleet.turn('a/1', RESTS);
    expect([fleet.woken, fleet.running]).toEqual([[], ['a/2']]);
    fleet.turn('a/2', RESTS);
    expect(fleet.settle()).toEqual(['b/1']);
  });

  it('with a higher limit wakes who may begin', () => {
    expect(new Fleet({ all: 2 }, { 'a/1': RUNS, 'b/1': WAITS, 'c/1': WAITS }).woken).toEqual(['b/1']);
  });
});

describe('whatever canaries do', () => {
  const action = fc.record({ key: fc.constantFrom('a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'c/1'), does: fc.constantFrom('want', 'want', 'end', 'fade', 'go') });

  it('no more run than may, and none waits beside a free slot', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 80 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }), (actions, all, perNamespace) => {
      const fleet = new Fleet({ all, perNamespace });
      const waiting = new Set<string>();
      for (const { key, does } of actions) {
        if (does === 'want' && !fleet.running.includes(key)) waiting[fleet.want(key) === 'begins' ? 'delete' : 'add'](key);
        if (does === 'end') fleet.turn(key, RESTS);
        if (does === 'go') fleet.limits.forget(key);
        if (does === 'go') fleet.turn(key, RESTS);
        if (does === 'fade' && !fleet.running.includes(key)) fleet.turn(key, RESTS);
        if (does !== 'want') waiting.delete(key);
        for (const begun of fleet.settle()) waiting.delete(begun);
        const countIn = (namespace: string): number => fleet.running.filter(each => each.startsWith(`${namespace}/`)).length;
        if (all > 0) expect(fleet.running.length).toBeLessThanOrEqual(all);
        if (perNamespace > 0) for (const namespace of ['a', 'b', 'c']) expect(countIn(namespace)).toBeLessThanOrEqual(perNamespace);
        const couldBegin = [...waiting].filter(each => (all === 0 || fleet.running.length < all) && (perNamespace === 0 || countIn(each.charAt(0)) < perNamespace));
        expect(couldBegin).toEqual([]);
      }
    }));
  });

  it('everybody that waits begins at last', () => {
    fc.assert(fc.property(fc.uniqueArray(action.map(({ key }) => key)), fc.integer({ min: 1, max: 2 }), (keys, all) => {
      const fleet = new Fleet({ all });
      const begun: string[] = keys.filter(key => fleet.want(key) === 'begins');
      for (let round = 0; round < keys.length; round += 1) {
        const [first] = fleet.running;
        if (first !== undefined) fleet.turn(first, RESTS);
        begun.push(...fleet.settle());
      }
      expect(begun.toSorted((a, b) => a.localeCompare(b))).toEqual(keys.toSorted((a, b) => a.localeCompare(b)));
    }));
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairQueue } from '../../src/run/fair-queue.ts';
import type { Waiter } from '../../src/run/fair-queue.ts';

const all = (): boolean => true;

/** A queue of canaries such as `a/1`, which came in this order. */
function queueOf(...keys: readonly string[]): FairQueue {
  const queue = new FairQueue();
  keys.forEach((key, sinceMs) => queue.join(waiter(key, sinceMs)));
  return queue;
}

function waiter(key: string, sinceMs: number): Waiter {
  return { key, namespace: key.split('/', 1).join(''), sinceMs };
}

function served(queue: FairQueue, isOpen: (namespace: string) => boolean = all): string[] {
  const keys: string[] = [];
  for (let next = queue.serve(isOpen); next !== undefined; next = queue.serve(isOpen)) keys.push(next.key);
  return keys;
}

const keysOf = (waiters: readonly Waiter[]): string[] => waiters.map(({ key }) => key);

describe('a fair queue', () => {
  it.each<[string, string[], string[]]>([
    ['within a namespace: first come, first served', ['a/1', 'a/2', 'a/3'], ['a/1', 'a/2', 'a/3']],
    ['one of each namespace: first come, first served', ['c/1', 'a/1', 'b/1'], ['c/1', 'a/1', 'b/1']],
    ['a crowd lets those of others in between', ['a/1', 'a/2', 'a/3', 'b/1', 'c/1', 'c/2'], ['a/1', 'b/1', 'c/1', 'a/2', 'c/2', 'a/3']],
  ])('%s', (_, came, expected) => {
    const queue = queueOf(...came);
    expect(keysOf(queue.order())).toEqual(expected);
    expect(served(queue)).toEqual(expected);
  });

  it('lets one that comes late from another namespace go before the rest of a crowd, but gives it no more than its turn', () => {
    const queue = queueOf('a/1', 'a/2', 'a/3', 'a/4', 'a/5');
    expect([queue.serve(all)?.key, queue.serve(all)?.key]).toEqual(['a/1', 'a/2']);
    queue.join(waiter('b/1', 100));
    queue.join(waiter('b/2', 101));
    queue.join(waiter('b/3', 102));
    expect(served(queue)).toEqual(['b/1', 'a/3', 'b/2', 'a/4', 'b/3', 'a/5']);
  });

  it('forgets who was served once nobody waits', () => {
    const queue = queueOf('a/1', 'a/2');
    served(queue);
    queue.join(waiter('a/3', 10));
    queue.join(waiter('b/1', 11));
    expect(served(queue)).toEqual(['a/3', 'b/1']);
  });

  it('passes over namespaces that may not be served, and keeps their place', () => {
    const queue = queueOf('a/1', 'b/1', 'b/2', 'c/1');
    expect(served(queue, namespace => namespace !== 'a')).toEqual(['b/1', 'c/1', 'b/2']);
    expect(served(queue)).toEqual(['a/1']);
  });

  it('keeps the place of one that comes twice, and lets one go', () => {
    const queue = queueOf('a/1', 'a/2', 'a/3');
    queue.join(waiter('a/1', 50));
    queue.leave('a/2');
    queue.leave('a/9');
    expect(served(queue)).toEqual(['a/1', 'a/3']);
  });
});

/** What happens to a queue: somebody comes, leaves, or is served while some namespaces are closed. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), namespace: fc.constantFrom('a', 'b', 'c'), number: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), namespace: fc.constantFrom('a', 'b', 'c'), number: fc.nat({ max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('serve' as const), closed: fc.constantFrom('', 'a', 'b') }) },
);

describe('whatever happens to a fair queue', () => {
  it('serves everybody once, in order of arrival within a namespace', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const queue = new FairQueue();
      const waiting = new Map<string, number>();
      const check = (next: Waiter | undefined): void => {
        if (next === undefined) return;
        const older = [...waiting].filter(([key, since]) => key.startsWith(`${next.namespace}/`) && since < (waiting.get(next.key) ?? -1));
        expect([waiting.has(next.key), older]).toEqual([true, []]);
        waiting.delete(next.key);
      };
      steps.forEach((each, at) => {
        if (each.kind === 'serve') return check(queue.serve(namespace => namespace !== each.closed));
        const key = `${each.namespace}/${each.number}`;
        if (each.kind === 'leave') {
          queue.leave(key);
          waiting.delete(key);
          return;
        }
        queue.join(waiter(key, at));
        if (!waiting.has(key)) waiting.set(key, at);
      });
      for (let next = queue.serve(all); next !== undefined; next = queue.serve(all)) check(next);
      expect([...waiting]).toEqual([]);
    }));
  });

  it('lets nobody wait for more than one of each other namespace before each of its own, however many come meanwhile', () => {
    const crowds = fc.array(fc.constantFrom('a', 'a', 'a', 'b', 'c'), { maxLength: 40 });
    fc.assert(fc.property(crowds, fc.nat({ max: 20 }), fc.array(crowds, { maxLength: 60 }), (before, servedBefore, comers) => {
      const queue = new FairQueue();
      let serial = 0;
      const come = (namespace: string): void => queue.join(waiter(`${namespace}/${(serial += 1)}`, serial));
      before.forEach(come);
      for (let turn = 0; turn < servedBefore; turn += 1) queue.serve(all);
      queue.join(waiter('z/late', serial));
      const others = new Set(keysOf(queue.order()).map(key => key.charAt(0)).filter(namespace => namespace !== 'z'));
      for (let passed = 0; queue.order().some(({ namespace }) => namespace === 'z'); passed += 1) {
        expect(passed).toBeLessThanOrEqual(3 + others.size);
        comers[passed]?.forEach(come);
        queue.serve(all);
      }
    }));
  });

  it('serves in the order that it tells, if nobody comes or goes', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 }), fc.nat({ max: 10 }), (namespaces, first) => {
      const queue = queueOf(...namespaces.map((namespace, at) => `${namespace}/${at}`));
      for (let turn = 0; turn < first; turn += 1) queue.serve(all);
      const told = keysOf(queue.order());
      expect(served(queue)).toEqual(told);
    }));
  });
});

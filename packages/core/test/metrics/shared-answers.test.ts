import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import { SharedAnswers } from '../../src/metrics/shared-answers.ts';
import { SteppedClock } from '../stepped-clock.ts';

/** A service that answers when it is told to; each request has a number. */
function createBench() {
  const clock = new SteppedClock();
  const answers = new SharedAnswers(clock);
  const requests: { readonly signal: AbortSignal; readonly answer: (value: number) => void; readonly fail: (error: Error) => void }[] = [];
  const ask = (asker: string, { key = 'k', signal = new AbortController().signal } = {}): Promise<number | 'no-values'> =>
    answers.answer({ key, asker }, own => new Promise((resolve, reject) => {
      own.addEventListener('abort', () => reject(own.reason as Error));
      requests.push({ signal: own, answer: resolve, fail: reject });
    }), signal);
  return { clock, requests, ask };
}

describe('answers', () => {
  it('go to all that ask while the request is under way', async () => {
    const { ask, requests } = createBench();
    const all = [ask('a'), ask('b'), ask('c')];
    requests[0]?.answer(7);
    expect(await Promise.all(all)).toEqual([7, 7, 7]);
    expect(requests).toHaveLength(1);
  });

  it('go to those that ask within a second of the request, not later', async () => {
    const { ask, requests, clock } = createBench();
    const first = ask('a');
    requests[0]?.answer(7);
    await first;
    clock.pass(999);
    expect(await ask('b')).toBe(7);
    clock.pass(1);
    void ask('c');
    expect(requests).toHaveLength(2);
  });

  it('never go to the same asker twice: each tick has its own', async () => {
    const { ask, requests } = createBench();
    const first = ask('a');
    requests[0]?.answer(7);
    await first;
    const second = ask('a');
    requests[1]?.answer(8);
    expect(await second).toBe(8);
    expect(await ask('b')).toBe(8);
  });

  it('do not go to those that ask something else', () => {
    const { ask, requests } = createBench();
    void ask('a');
    void ask('b', { key: 'other' });
    expect(requests).toHaveLength(2);
  });

  it('that are failures go to those that wait, and to nobody else', async () => {
    const { ask, requests } = createBench();
    const all = Promise.allSettled([ask('a'), ask('b')]);
    requests[0]?.fail(new CanaryError('QueryFailed', 'later', 'down'));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void ask('c');
    expect(requests).toHaveLength(2);
  });
});

describe('one that goes away', () => {
  it('leaves the request to those that still wait', async () => {
    const { ask, requests } = createBench();
    const leaving = new AbortController();
    const gone = ask('a', { signal: leaving.signal });
    const other = ask('b');
    leaving.abort(new Error('cut off'));
    await expect(gone).rejects.toThrow('cut off');
    expect(requests[0]?.signal.aborted).toBe(false);
    requests[0]?.answer(7);
    expect(await other).toBe(7);
  });

  it('ends the request where nobody else waits, and the next asks anew', async () => {
    const { ask, requests } = createBench();
    const leaving = new AbortController();
    const gone = ask('a', { signal: leaving.signal });
    leaving.abort(new Error('cut off'));
    await expect(gone).rejects.toThrow('cut off');
    expect(requests[0]?.signal.aborted).toBe(true);
    void ask('b');
    expect(requests).toHaveLength(2);
  });

  it('asks nothing where it was gone before', async () => {
    const { ask, requests } = createBench();
    await expect(ask('a', { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(requests).toEqual([]);
  });
});

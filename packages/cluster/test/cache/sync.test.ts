import { describe, expect, it } from '@jest/globals';
import { Milestones } from '../../src/cache/milestones.ts';
import { Sync } from '../../src/cache/sync.ts';

const signal = new AbortController().signal;

describe('the wait for a cache', () => {
  it('ends with the attempt under way', async () => {
    const sync = new Sync();
    sync.started();
    const waits = [sync.wait(signal), sync.wait(signal)];
    sync.succeeded();
    await Promise.all(waits);
    expect(sync.state).toBe('synced');
  });

  it('fails at once between attempts, with the latest reason, and not any more after a success', async () => {
    const sync = new Sync();
    sync.started();
    const waiting = sync.wait(signal).catch((error: unknown) => error);
    expect(sync.failed(new Error('first'))).toBe(true);
    expect(await waiting).toEqual(new Error('first'));
    expect(sync.failed(new Error('second'))).toBe(false);
    await expect(sync.wait(signal)).rejects.toThrow('second');
    expect(sync.state).toBe('failing');
    sync.succeeded();
    await sync.wait(signal);
    expect(sync.failed(new Error('third'))).toBe(true);
    await sync.wait(signal);
    expect(sync.state).toBe('synced');
  });

  it('can be over for good, and start again', async () => {
    const sync = new Sync();
    sync.started();
    sync.succeeded();
    sync.missing(new Error('uninstalled'));
    await expect(sync.wait(signal)).rejects.toThrow('uninstalled');
    sync.started();
    const waiting = sync.wait(signal);
    sync.succeeded();
    await waiting;
  });

  it('can be left', async () => {
    const sync = new Sync();
    const leaving = new AbortController();
    const waiting = sync.wait(leaving.signal);
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});

describe('milestones', () => {
  it('let wait until a version is reached, or the wait is given up', async () => {
    const milestones = new Milestones();
    await milestones.wait('5', '5', signal);
    const reached: string[] = [];
    const waits = ['6', '7', '20'].map(version => milestones.wait(version, '5', signal).then(() => void reached.push(version)));
    milestones.reached('7');
    await Promise.all(waits.slice(0, 2));
    expect(reached).toEqual(['6', '7']);
    milestones.giveUp();
    await Promise.all(waits);
    expect(reached).toEqual(['6', '7', '20']);
  });
});

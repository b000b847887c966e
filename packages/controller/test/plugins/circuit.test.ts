import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { assert, constantFrom, array, property, record } from 'fast-check';
import { Circuit } from '../../src/plugins/isolation/circuit.ts';

const clock = createVirtualClock();

function opened(canary = 'a'): Circuit {
  const circuit = new Circuit(clock);
  for (let failure = 0; failure < 3; failure++) circuit.enter(canary)?.failed(`failure ${failure}`);
  return circuit;
}

describe('the circuit of a plug-in', () => {
  it('opens with the third failure in a row, and says so once', () => {
    const circuit = new Circuit(clock);
    expect([1, 2, 3].map(() => circuit.enter('a')?.failed('no'))).toEqual([false, false, true]);
    expect(circuit.open).toBe(true);
  });

  it('stays closed where answers lie between', () => {
    const circuit = new Circuit(clock);
    for (let turn = 0; turn < 9; turn++) circuit.enter('a')?.[turn % 3 === 2 ? 'answered' : 'failed']('no');
    expect(circuit.open).toBe(false);
  });

  it('open, it lets the canary that saw the failures in after 30 seconds', () => {
    const circuit = opened();
    expect(circuit.enter('a')).toBeUndefined();
    clock.advance(29_999);
    expect(circuit.enter('a')).toBeUndefined();
    clock.advance(1);
    expect(circuit.enter('a')).toBeDefined();
  });

  it('open, it lets another canary in at once: the plug-in may fail on the first alone', () => {
    const circuit = opened();
    expect(circuit.enter('b')?.answered()).toBe(true);
    expect(circuit.enter('a')).toBeDefined();
  });

  it('open, it lets one in at a time, also after one that was broken off', () => {
    const circuit = opened();
    const trial = circuit.enter('b');
    expect(circuit.enter('c')).toBeUndefined();
    trial?.left();
    expect(circuit.enter('c')).toBeDefined();
  });

  it('tells each canary its own failure, and others the last', () => {
    const circuit = opened();
    circuit.enter('b')?.failed('b is special');
    expect(['a', 'b', 'c'].map(canary => circuit.lastFailure(canary))).toEqual(['failure 2', 'b is special', 'b is special']);
  });

  it('a call that began before the others failed closes it with its answer', () => {
    const circuit = new Circuit(clock);
    const slow = circuit.enter('slow');
    for (let failure = 0; failure < 3; failure++) circuit.enter('a')?.failed('no');
    expect(slow?.answered()).toBe(true);
    expect(circuit.open).toBe(false);
  });

  it('whatever happened, one answer opens the way for everybody', () => {
    const event = record({ canary: constantFrom('a', 'b', 'c'), ends: constantFrom('answered' as const, 'failed' as const, 'left' as const) });
    assert(property(array(event), events => {
      const circuit = new Circuit(clock);
      for (const { canary, ends } of events) circuit.enter(canary)?.[ends]('no');
      circuit.enter('newcomer')?.answered();
      expect(['a', 'b', 'c'].map(canary => circuit.enter(canary) !== undefined)).toEqual([true, true, true]);
    }));
  });
});

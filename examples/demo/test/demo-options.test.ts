import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@flagger/testkit';
import { readOptions } from '../src/demo-options.ts';
import { bar, Timeline } from '../src/timeline.ts';

describe('the command line of the demo', () => {
  it.each([
    [[], { keep: false, speed: 5, port: 0 }],
    [['--keep', '--speed=8', '--port', '8001'], { keep: true, speed: 8, port: 8001 }],
    [['--help'], undefined],
  ])('%j', (args, expected) => {
    expect(readOptions(args)).toEqual(expected);
  });

  it.each([[['--speed=0'], /--speed=0: expected a whole number of at least 1/], [['--speed=fast'], /--speed=fast/], [['--kep'], /--kep/]])('refuses %j', (args, reason) => {
    expect(() => readOptions(args)).toThrow(reason);
  });
});

describe('the timeline', () => {
  it('says when and where something happened', () => {
    const clock = createVirtualClock();
    const lines: string[] = [];
    const timeline = new Timeline(clock, text => lines.push(text));
    clock.advance(12_340);
    timeline.say('istio', 'phase Progressing');
    timeline.headline('the end');
    expect(lines).toEqual([' 12.3s  istio       phase Progressing\n', 'the end\n']);
  });

  it.each([[0, '░░░░░░░░░░░░░░░░░░░░'], [50, '██████████░░░░░░░░░░'], [100, '████████████████████']])('draws %d percent', (percent, drawn) => {
    expect(bar(percent)).toBe(drawn);
  });
});

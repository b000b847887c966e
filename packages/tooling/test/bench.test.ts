import { describe, expect, it } from '@jest/globals';
import { measure, spread } from '../src/bench.ts';

describe('benchmarks', () => {
  it('a spread is least, middle and greatest', () => {
    expect(spread([5, 1, 4, 2, 3])).toEqual({ min: 1, median: 3, max: 5 });
  });

  it('figures of all rounds are put together', async () => {
    let round = 0;
    const lines = await measure({
      name: 'ticks',
      rounds: 3,
      run: async report => {
        round += 1;
        report('rate', 1000 * round, '/s');
      },
    });
    expect(lines).toEqual([expect.stringMatching(/^ticks: rate +2,000 \/s \(min 1,000, max 3,000, n 3\)$/)]);
  });
});

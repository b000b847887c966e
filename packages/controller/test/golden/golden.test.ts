import { describe, expect, it } from '@jest/globals';
import { views } from './compare.ts';
import { playEmbedded, recorded } from './play-embedded.ts';
import { scenarios } from './scenarios.ts';

describe('as real Flagger did, on the embedded cluster', () => {
  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const [ours, flagger] = [await playEmbedded(scenario), recorded(name)];
    for (const [view, see] of Object.entries(views)) expect({ [view]: see(ours) }).toEqual({ [view]: see(flagger) });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { views } from './compare.ts';
import { EmbeddedWorld } from './embedded-world.ts';
import { makeRecording } from './recording.ts';
import type { Recording } from './recording.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

const recorded = (name: string): Recording => JSON.parse(readFileSync(new URL(`recordings/${name}.json`, import.meta.url), 'utf8')) as Recording;

/** Plays a scenario in a world of its own and records what our controller did. */
async function play({ name, objects, steps }: Scenario): Promise<Recording> {
  const world = await EmbeddedWorld.start(name);
  try {
    const { lab } = world;
    for (const object of objects(lab)) await lab.create(object);
    lab.mark('objects created');
    await steps(lab);
    await lab.sleep(1500);
    return makeRecording(name, [...lab.backends.heard, ...world.writes()], await lab.dump());
  } finally {
    await world.close();
  }
}

describe('as real Flagger did, on the embedded cluster', () => {
  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const [ours, flagger] = [await play(scenario), recorded(name)];
    for (const [view, see] of Object.entries(views)) expect({ [view]: see(ours) }).toEqual({ [view]: see(flagger) });
  });
});

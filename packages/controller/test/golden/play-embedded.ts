import { readFileSync } from 'node:fs';
import { EmbeddedWorld } from './embedded-world.ts';
import { makeRecording } from './recording.ts';
import type { Recording } from './recording.ts';
import type { Scenario } from './scenarios.ts';

/** What real Flagger did. */
export function recorded(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`recordings/${name}.json`, import.meta.url), 'utf8')) as Recording;
}

/** Plays a scenario in a world of its own, with the CRDs that it needs beside the usual ones, and records what our controller did. */
export async function playEmbedded({ name, objects, steps }: Scenario, crds: readonly string[] = []): Promise<Recording> {
  const world = await EmbeddedWorld.start(name);
  try {
    for (const file of crds) world.api.installCrds(readFileSync(new URL(`../../../deploy/crds/third-party/${file}`, import.meta.url), 'utf8'));
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

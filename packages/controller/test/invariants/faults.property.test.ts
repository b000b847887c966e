import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { anyStory } from './arbitrary-story.ts';
import type { Story } from './arbitrary-story.ts';
import { orphans } from '../crash/orphans.ts';
import { UnsteadyWorld } from './unsteady-world.ts';

jest.setTimeout(300_000);

const RUNS = 6;
const HOUR_MS = 3_600_000;

/** What is wrong with a canary after, and during, its story. */
async function outcomeOf(story: Story): Promise<unknown> {
  const unsteady = await UnsteadyWorld.start(story);
  const { world, guard } = unsteady;
  try {
    await unsteady.tell(story.events);
    await unsteady.calm();
    world.api.requests.reset();
    await world.lab.sleep(HOUR_MS);
    const asked = world.controllerRequests().map(({ verb, path, subresource }) => `${verb} ${path} ${subresource}`.trim());
    return { problems: guard.problems, orphans: orphans(await world.lab.dump(), new Set(['Deployment podinfo', 'Canary podinfo'])), asked };
  } finally {
    await world.close();
  }
}

describe('on an API server that fails now and then', () => {
  it('traffic stays whole and goes to ready Pods only; when all is calm again the canary rests, and costs no request', async () => {
    await fc.assert(fc.asyncProperty(anyStory, async story => {
      expect(await outcomeOf(story)).toEqual({ problems: [], orphans: [], asked: [] });
    }), { numRuns: RUNS });
  });
});

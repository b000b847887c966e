import { describe, expect, it } from '@jest/globals';
import { alertScenarios } from './alert-scenarios.ts';
import { views } from './compare.ts';
import { courseScenarios } from './course-scenarios.ts';
import { meshScenarios } from './mesh-scenarios.ts';
import { playEmbedded, recorded } from './play-embedded.ts';
import { providerScenarios } from './provider-scenarios.ts';
import { releaseScenarios } from './release-scenarios.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { targetScenarios } from './target-scenarios.ts';

const all: readonly (Scenario & { readonly crds?: readonly string[] })[] = [
  ...scenarios, ...alertScenarios, ...courseScenarios, ...providerScenarios, ...meshScenarios, ...releaseScenarios, ...targetScenarios,
];

describe('as real Flagger did, on the embedded cluster', () => {
  it.each(all.map(scenario => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const [ours, flagger] = [await playEmbedded(scenario, scenario.crds), recorded(name)];
    for (const [view, see] of Object.entries(views)) expect({ [view]: see(ours) }).toEqual({ [view]: see(flagger) });
  });
});

import { afterAll, describe, expect, it } from '@jest/globals';
import { mishapsEverywhere } from '../crash/mishaps-everywhere.ts';
import { restoredScenario } from '../embedded/promotion-lab.ts';
import { scenarios as recorded } from '../golden/scenarios.ts';

const scenarios = [...recorded, restoredScenario];

let crashes = 0;
afterAll(() => void process.stdout.write(`The controller was killed ${crashes} times, before and after every write of ${scenarios.length} scenarios.\n`));

describe('a controller that is killed before or after any write, and started again', () => {
  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const report = await mishapsEverywhere(scenario, ['killed before', 'killed after']);
    crashes += report.count;
    expect(report.differences).toEqual([]);
  });
});

describe('a write that is refused once', () => {
  it('is made up for: the mirror gets its whole interval', async () => {
    const scenario = scenarios.find(({ name }) => name === 'istio-canary-mirror');
    const report = scenario && (await mishapsEverywhere(scenario, ['refused']));
    expect(report?.differences).toEqual([]);
  });
});

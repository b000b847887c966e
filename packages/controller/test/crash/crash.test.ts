import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { scenarios } from '../golden/scenarios.ts';
import { mishapsEverywhere } from './mishaps-everywhere.ts';

jest.setTimeout(120_000);

/** A rollback; the real lane takes all scenarios. */
const FEW = ['istio-canary-stuck'];

let crashes = 0;
afterAll(() => void process.stdout.write(`The controller was killed ${crashes} times.\n`));

describe('a controller that is killed before or after any write, and started again', () => {
  it.each(scenarios.filter(({ name }) => FEW.includes(name)).map(scenario => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
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

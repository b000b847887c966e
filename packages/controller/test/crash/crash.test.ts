import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { scenarios } from '../golden/scenarios.ts';
import { mishapsEverywhere } from './mishaps-everywhere.ts';

jest.setTimeout(120_000);

/** A rollback; the real lane takes all scenarios, and kills after each write, too. */
const FEW = ['istio-canary-stuck'];

let crashes = 0;
afterAll(() => void process.stdout.write(`The controller was killed ${crashes} times.\n`));

describe('a controller that is killed before any write, and started again', () => {
  it.each(scenarios.filter(({ name }) => FEW.includes(name)).map(scenario => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const report = await mishapsEverywhere(scenario, ['killed before']);
    crashes += report.count;
    expect(report.differences).toEqual([]);
  });
});

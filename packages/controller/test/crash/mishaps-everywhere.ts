import { isDeepStrictEqual } from 'node:util';
import type { Scenario } from '../golden/scenarios.ts';
import type { Mishap } from './crash-point.ts';
import { play } from './play.ts';
import type { Play } from './play.ts';

/** What came of mishaps at every write of a scenario. */
export interface MishapReport {
  /** How many there were, each in a play of its own. */
  readonly count: number;
  /** What was not as in the undisturbed play, and what must never be. */
  readonly differences: readonly string[];
}

/** More would be a scenario that has no course of its own. */
const MOST_PLAYS = 5;

/** Plays a scenario undisturbed, and then anew for each write and each mishap. */
export async function mishapsEverywhere(scenario: Scenario, mishaps: readonly Mishap[]): Promise<MishapReport> {
  const undisturbed = await usualPlay(scenario);
  const points = undisturbed.writes.flatMap((_, index) => mishaps.map(mishap => ({ mishap, write: index + 1 })));
  const differences = undisturbed.problems.map(problem => `undisturbed: ${problem}`);
  for (const point of points) {
    const where = `${point.mishap} write ${point.write} (${undisturbed.writes[point.write - 1]})`;
    const compare = (): Promise<string[]> =>
      play(scenario, { point, undisturbed }).then(crashed => differencesOf(undisturbed, crashed, point.write), (error: unknown) => [String(error)]);
    const found = await compare();
    // The machine may be so busy that a gate opens a look later; what differs twice, differs by the mishap.
    const again = found.length > 0 ? await compare() : [];
    differences.push(...again.map(difference => `${where}: ${difference}`));
  }
  return { count: points.length, differences };
}

/** How a scenario goes when nothing is in its way: as two plays in a row have it. */
async function usualPlay(scenario: Scenario): Promise<Play> {
  let before = await play(scenario);
  for (let time = 1; time < MOST_PLAYS; time++) {
    const next = await play(scenario);
    if (isDeepStrictEqual(next.writes, before.writes)) return next;
    before = next;
  }
  throw new Error(`${scenario.name} goes another way each time`);
}

function differencesOf(undisturbed: Play, crashed: Play, write: number): string[] {
  const [expected, found] = [undisturbed, crashed].map(({ writes }) => writes[write - 1]);
  return [
    ...(found === expected ? [] : [`the controller was about to ${found} instead of ${expected}`]),
    ...crashed.problems,
    ...undisturbed.exposure.shorterIn(crashed.exposure),
    ...(isDeepStrictEqual(crashed.course, undisturbed.course) ? [] : [`the status went ${JSON.stringify(crashed.course)}`]),
    ...changedObjects(undisturbed.end, crashed.end).map(id => `at the end ${id} differs`),
  ];
}

function changedObjects(expected: Play['end'], found: Play['end']): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(id => !isDeepStrictEqual(expected[id], found[id]));
}

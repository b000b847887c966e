import { it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { scenarios } from '../golden/scenarios.ts';
import { crashPoints } from './crash-point.ts';
import { play } from './play.ts';
import { writeSync } from 'node:fs';

const out = (text: string): void => void writeSync(2, text + '\n');
const only = process.env['ONLY']?.split(',');
for (const scenario of scenarios.filter(({ name }) => !only || only.includes(name))) {
  it(scenario.name, async () => {
    const t0 = performance.now();
    const undisturbed = await play(scenario);
    out(`== ${scenario.name} ${undisturbed.writes.length} writes, ${(performance.now() - t0).toFixed()} ms; problems ${JSON.stringify(undisturbed.problems)}`);
    if (process.env['BASE']) return;
    const t1 = performance.now();
    let n = 0;
    for (const point of crashPoints(undisturbed.writes.length)) {
      n++;
      const label = `${scenario.name} ${point.side} ${point.write} ${undisturbed.writes[point.write - 1]}`;
      try {
        const crashed = await play(scenario, { point, undisturbed });
        if (crashed.writes[point.write - 1] !== undisturbed.writes[point.write - 1]) out(`${label}: DIFFERENT WRITE ${crashed.writes[point.write - 1]}`);
        for (const problem of crashed.problems) if (!undisturbed.problems.includes(problem)) out(`${label}: PROBLEM ${problem}`);
        if (!isDeepStrictEqual(crashed.course, undisturbed.course)) out(`${label}: COURSE ${JSON.stringify(crashed.course)}`);
        for (const shorter of undisturbed.exposure.shorterIn(crashed.exposure)) out(`${label}: SHORTER ${shorter}`);
        if (!isDeepStrictEqual(crashed.end, undisturbed.end)) {
          const a = crashed.end as Record<string, unknown>; const b = undisturbed.end as Record<string, unknown>;
          for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) if (!isDeepStrictEqual(a[k], b[k])) out(`${label}: END ${k}\n   ${JSON.stringify(a[k])}\n   ${JSON.stringify(b[k])}`);
        }
      } catch (error) {
        out(`${label}: THREW ${(error as Error).message} ${process.env['STACK'] ? (error as Error).stack : ''}`);
      }
    }
    out(`   ${n} plays in ${((performance.now() - t1) / 1000).toFixed(1)} s; course ${JSON.stringify(undisturbed.course)}`);
  }, 600_000);
}

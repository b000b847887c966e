import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'flagger-totals-'));
const program = join(import.meta.dirname, '../src/ci-totals.mjs');

afterAll(() => rmSync(folder, { recursive: true }));

type Lane = readonly [passed: number, failed: number, broken: number] | 'missing';

function totals(...lanes: readonly Lane[]): { line: string; status: number | null } {
  const paths = lanes.map((lane, at) => {
    const path = join(folder, `${at}.json`);
    rmSync(path, { force: true });
    if (lane === 'missing') return path;
    const [numPassedTests, numFailedTests, numRuntimeErrorTestSuites] = lane;
    writeFileSync(path, JSON.stringify({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }));
    return path;
  });
  const { stdout, status } = spawnSync(process.execPath, [program, ...paths], { encoding: 'utf8' });
  return { line: stdout, status };
}

describe('totals of the lanes', () => {
  it('are the sum', () => {
    expect(totals([10, 0, 0], [5, 0, 0])).toEqual({ line: '15 passed, 0 failed\n', status: 0 });
  });

  it.each<{ what: string; lanes: readonly Lane[]; line: string }>([
    { what: 'a failed test', lanes: [[10, 2, 0], [5, 0, 0]], line: '15 passed, 2 failed\n' },
    { what: 'a file that does not run', lanes: [[10, 0, 1], [5, 0, 0]], line: '15 passed, 1 failed\n' },
    { what: 'a lane that left nothing', lanes: [[10, 0, 0], 'missing'], line: '10 passed, 1 failed\n' },
  ])('$what counts', ({ lanes, line }) => {
    expect(totals(...lanes)).toEqual({ line, status: 1 });
  });
});

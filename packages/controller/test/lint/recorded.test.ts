import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Recording } from '../golden/recording.ts';
import { findingsIn } from './lint-host.ts';

const FOLDER = join(import.meta.dirname, '../golden/recordings');
const FILES = globSync('*.json', { cwd: FOLDER }).toSorted();

/** The objects of a recording that Flagger was given. */
function given(file: string): readonly unknown[] {
  const { final } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Recording;
  const kinds = ['Canary', 'MetricTemplate', 'AlertProvider'];
  const objects = Object.values(final).filter(({ kind = '' }) => kinds.includes(kind));
  return objects.map(object => ({ metadata: { name: 'podinfo' }, ...object, apiVersion: 'flagger.app/v1beta1' }));
}

describe('what Flagger ran on a real API server', () => {
  it('is there', () => {
    expect(FILES.flatMap(given).length).toBeGreaterThan(20);
  });

  it.each(FILES)('%s has no errors', async file => {
    const findings = await findingsIn(given(file).map(object => JSON.stringify(object)).join('\n---\n'), '-o', 'json');
    expect((JSON.parse(findings.join('\n')) as { findings: { severity: string }[] }).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

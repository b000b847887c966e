import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const main = join(import.meta.dirname, '../../src/main.ts');

describe('the demo', () => {
  it('proves what it says, and ends by itself', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [main], { timeout: 180_000 });
    const proofs = stdout.slice(stdout.indexOf('What was proven')).split('\n').filter(line => line.startsWith('  '));
    expect(proofs).toHaveLength(14);
    expect(proofs.filter(line => !line.startsWith('  ✓'))).toEqual([]);
    expect(stdout).toContain('Rolling back podinfo.istio failed checks threshold reached 2');
  });
});

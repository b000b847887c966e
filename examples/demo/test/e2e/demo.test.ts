import { describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

const main = join(import.meta.dirname, '../../src/main.ts');

/** What it prints; also where it fails. */
async function play(...options: readonly string[]): Promise<string> {
  return promisify(execFile)(process.execPath, [main, ...options], { timeout: 180_000 }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout,
  );
}

describe('the demo', () => {
  it('proves what it says, and ends by itself', async () => {
    const first = await play();
    // It says so where the machine stood still, and what helps.
    const stdout = first.includes('npm run demo -- --speed=2') ? await play('--speed=2') : first;
    const proofs = stdout.slice(stdout.indexOf('What was proven')).split('\n').filter(line => line.startsWith('  '));
    expect(proofs.filter(line => !line.startsWith('  ✓'))).toEqual([]);
    expect(proofs).toHaveLength(14);
    expect(stdout).toContain('Rolling back podinfo.istio failed checks threshold reached 2');
  });

  it('leaves no operator behind when nobody reads it any more', async () => {
    const demo = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(demo.stdout, 'data');
    demo.stdout.destroy();
    const [code] = (await once(demo, 'exit')) as [number];
    expect(code).toBe(130);
  });
});

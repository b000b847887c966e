import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { SUBCOMMANDS } from '../../src/process/subcommands.ts';

describe('what the binary does beside being the operator', () => {
  it.each([...SUBCOMMANDS.keys()])('%s tells how it is called', async name => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    const run = await SUBCOMMANDS.get(name)?.();
    expect(await run?.(['--help'], { stdin, stdout, stderr, cwd: () => '.' })).toBe(0);
    expect(stdout.read()).toMatch(`Usage: flagger ${name} `);
  });

  it('has a name that is no flag', () => {
    expect([...SUBCOMMANDS.keys()].filter(name => name.startsWith('-'))).toEqual([]);
  });
});

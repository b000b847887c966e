import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../src/run-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const cwd = temporaryFolder();

function call(...args: readonly string[]): { readonly status: number; readonly said: string; readonly complaint: string } {
  const heard = { said: '', complaint: '' };
  const status = runCommand(args, {
    cwd,
    say: text => void (heard.said += text),
    complain: text => void (heard.complaint += text),
  });
  return { status, ...heard };
}

describe('create-provider', () => {
  it('writes a folder that is named after the package, and says what comes next', () => {
    const { status, said, complaint } = call('@acme/wind');
    expect([status, complaint]).toEqual([0, '']);
    expect(said).toMatch(/^Wrote @acme\/flagger-provider-wind \(17 files\) to flagger-provider-wind\./);
    expect(said).toContain('  cd flagger-provider-wind\n  npm install\n  npm test\n');
    expect(existsSync(join(cwd, 'flagger-provider-wind/src/wind-provider.ts'))).toBe(true);
  });

  it('writes where it is told to', () => {
    mkdirSync(join(cwd, 'here'));
    expect(call('wind', 'here').status).toBe(0);
    expect(call('wind', 'here').complaint).toMatch(/^create-provider: .*here is not empty/);
  });

  it('asks for the packages of its own version', () => {
    call('wind', 'versions');
    const own = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { readonly version: string };
    const written = JSON.parse(readFileSync(join(cwd, 'versions/package.json'), 'utf8')) as { readonly dependencies: object };
    expect(written.dependencies).toEqual({ '@flagger/sdk': `^${own.version}` });
  });

  it.each([
    [[], /^create-provider: a name is missing\n\nWrites a new provider/],
    [['a', 'b', 'c', 'd'], /^create-provider: "c d" is too much/],
    [['--force', 'a'], /^create-provider: there is no option "force"/],
    [['Wind'], /^create-provider: the name "Wind" has to be words/],
  ] as const)('refuses %j, writes nothing, and says why', (args, why) => {
    const { status, said, complaint } = call(...args);
    expect([status, said]).toEqual([1, '']);
    expect(complaint).toMatch(why);
  });

  it.each(['--help', '-h'])('%s tells how it is called', flag => {
    expect(call(flag)).toMatchObject({ status: 0, said: expect.stringContaining('npm create @flagger/provider NAME [FOLDER]') });
  });
});

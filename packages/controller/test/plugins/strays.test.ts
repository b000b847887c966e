import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const moduleOf = (name: string): string => JSON.stringify(new URL(`../../src/plugins/isolation/${name}.ts`, import.meta.url).href);

/** A process that calls a plug-in, and then does what `after` says. */
function program(left: string, after = ''): readonly string[] {
  return ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', `
    const { containStrays } = await import(${moduleOf('contain-strays')});
    const { PluginCall } = await import(${moduleOf('plugin-call')});
    const logger = { error: (message, { method = '', error }) => console.log(message, method, error.message) };
    const clock = { after: () => () => undefined };
    containStrays(process, logger);
    const called = { plugin: 'acme', canary: 'test/web', method: 'router.setTraffic', logger };
    await new PluginCall(called, clock, new AbortController().signal).wait(() => { ${left} });
    await new Promise(resolve => setTimeout(resolve, 30));
    ${after}
    console.log('alive');
  `];
}

const STRAYS: readonly (readonly [string, string])[] = [
  ['a promise that nobody waits for', "Promise.reject(new Error('stray'));"],
  ['one that rejects later', "(async () => { await new Promise(resolve => setTimeout(resolve, 5)); throw new Error('stray'); })();"],
  ['a timer that throws', "setTimeout(() => { throw new Error('stray'); }, 5);"],
];

describe('a real process', () => {
  it.each(STRAYS)('lives on when a plug-in leaves %s', (_what, left) => {
    expect(execFileSync(process.execPath, program(left), { encoding: 'utf8', env: {} })).toBe('The plug-in left something running that failed router.setTraffic stray\nalive\n');
  });

  it('ends with an error of its own', () => {
    const { status, stdout } = spawnSync(process.execPath, program('', "Promise.reject(new Error('a bug')); await new Promise(resolve => setTimeout(resolve, 1000));"), { encoding: 'utf8', env: {} });
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'An error that nobody expected ends the operator  a bug\n' });
  });
});

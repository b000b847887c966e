import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runLint } from './lint-host.ts';
import { CANARY, CHANNEL, together } from './manifests.ts';

const OLD_FIXTURES = ['whole-canary', 'istio', 'ab-testing', 'custom-metrics'].map(name => `${name}-v1alpha3.yaml`);
const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** A canary as v1alpha3 had it. */
const old = (...analysis: readonly string[]): string =>
  CANARY.replace('v1beta1', 'v1alpha3').replace(/ {2}analysis:[^]*/, `  canaryAnalysis:\n${analysis.map(line => `    ${line}\n`).join('')}`);
/** The analysis as it is today. */
const analysisOf = async (text: string): Promise<string> => {
  const { stdout } = await runLint(['--convert', '-'], text);
  return stdout.slice(stdout.indexOf('  analysis:\n') + '  analysis:\n'.length).replace(/^ {4}/gm, '');
};

describe('flagger lint --convert', () => {
  it.each(OLD_FIXTURES)('makes a manifest of today of %s', async name => {
    const { code, stdout, stderr } = await runLint(['--convert', name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(fixture(`converted/${name.replace('v1alpha3', 'v1beta1')}`));
    expect(await runLint(['-'], stdout)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await runLint(['--convert', '-'], stdout)).toMatchObject({ stdout });
  });

  it('keeps comments', async () => {
    const { stdout } = await runLint(['--convert', 'whole-canary-v1alpha3.yaml']);
    const comments = (text: string): readonly string[] => text.split('\n').filter(line => line.includes('#')).map(line => line.trim());
    expect(comments(stdout)).toEqual(comments(fixture('whole-canary-v1alpha3.yaml')));
  });

  it('leaves text of today as it is, and joins several', async () => {
    const { stdout } = await runLint(['--convert', 'fleet-v1beta1.yaml', '-'], '# odd\na:   1\n');
    expect(stdout).toBe(`${fixture('fleet-v1beta1.yaml')}---\n# odd\na:   1\n`);
  });

  it.each<[string, readonly string[], string]>([
    ['fills in what was the default', ['stepWeight: 5'], 'stepWeight: 5\ninterval: 1m\nthreshold: 1\n'],
    ['lets iterations go before weights, as they did', ['interval: 1m', 'threshold: 1', 'iterations: 2', 'stepWeight: 5', 'maxWeight: 50'], 'interval: 1m\nthreshold: 1\niterations: 2\n'],
    ['drops iterations that did nothing', ['interval: 1m', 'threshold: 1', 'iterations: 0', 'stepWeight: 5'], 'interval: 1m\nthreshold: 1\nstepWeight: 5\n'],
    [
      'gives metrics their names and ranges of today',
      [
        'interval: 1m', 'threshold: 1', 'stepWeight: 5', 'metrics:', '  - name: istio_requests_total # least', '    threshold: 99 # percent', '  - name: envoy_cluster_upstream_rq_time_bucket', '    threshold: 500',
        '  - name: istio_requests_total', '    query: up', '    threshold: 1', '  - name: request-duration', '    threshold: 1', '    thresholdRange:', '      max: 2',
      ],
      [
        'interval: 1m', 'threshold: 1', 'stepWeight: 5', 'metrics:', '  - name: request-success-rate # least', '    thresholdRange:', '      min: 99', '  - name: request-duration', '    thresholdRange:', '      max: 500',
        '  - name: istio_requests_total', '    query: up', '    thresholdRange:', '      max: 1', '  - name: request-duration', '    thresholdRange:', '      max: 2', '',
      ].join('\n'),
    ],
  ])('%s', async (_what, before, after) => {
    expect(await analysisOf(old(...before))).toBe(after);
  });

  it('moves skipAnalysis to where it works', async () => {
    const { stdout } = await runLint(['--convert', '-'], old('interval: 1m', 'threshold: 1', 'stepWeight: 5', 'skipAnalysis: true'));
    expect(stdout).toMatch(/\n {2}skipAnalysis: true\n$/);
  });

  it('takes the older of two analyses out, or an empty one', async () => {
    const { stdout } = await runLint(['--convert', '-'], `${CANARY}  canaryAnalysis:\n    interval: 2m\n`);
    expect(stdout).toBe(CANARY);
    expect(await analysisOf(old('interval: 1m', 'threshold: 1', 'stepWeight: 5').replace('  canaryAnalysis', '  analysis:\n  canaryAnalysis'))).toBe('interval: 1m\nthreshold: 1\nstepWeight: 5\n');
  });

  it('converts every kind, and the items of a List', async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${CHANNEL.replace('v1beta1', 'v1alpha1').replaceAll('\n', '\n  ').trim()}\n`;
    const { stdout } = await runLint(['--convert', '-'], together(CHANNEL.replace('v1beta1', 'v1alpha1'), list));
    expect(stdout).toBe(together(CHANNEL, list.replace('v1alpha1', 'v1beta1')));
  });

  it.each([
    ['an alias', 'x-checks: &checks\n- name: istio_requests_total\n  threshold: 99\n', 'metrics: *checks'],
    ['a merge key', 'x-checks: &checks\n  metrics:\n  - name: istio_requests_total\n    threshold: 99\n', '<<: *checks'],
  ])('resolves %s, as what it repeats may be of another kind', async (_what, shared, use) => {
    const { stdout } = await runLint(['--convert', '-'], `${shared}${old('interval: 1m', 'threshold: 1', 'stepWeight: 5', use)}`);
    expect(stdout).toMatch(/ {2}analysis:\n(.*\n)* {4}metrics:\n {4}- name: request-success-rate\n {6}thresholdRange:\n {8}min: 99\n$/);
    expect(stdout).toContain('name: istio_requests_total');
  });

  it('tells what is wrong with the result on standard error', async () => {
    const { code, stdout, stderr } = await runLint(['--convert', '-'], old('interval: 1m', 'threshold: 1', 'stepWeight: 500'));
    expect(stdout).toContain('v1beta1');
    expect(stderr).toMatch(/^-:17:17: error number: spec.analysis.stepWeight: 500 is above 100; /);
    expect(code).toBe(1);
  });

  it('prints what is no YAML as it came', async () => {
    expect(await runLint(['--convert', '-'], 'b: c: d\n')).toMatchObject({ code: 2, stdout: 'b: c: d\n' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../src/lint/rule-ids.ts';
import { runLint } from './lint-host.ts';
import { CANARY } from './manifests.ts';

describe('flagger lint', () => {
  it('says nothing and ends with 0 where all is well', async () => {
    expect(await runLint(['fleet-v1beta1.yaml'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('ends with 0 where there are only notes', async () => {
    const { code, stdout } = await runLint(['-'], CANARY.replace('1m', '5s'));
    expect(stdout).toMatch(/^-:15:15: note duration: [^\n]*\n$/);
    expect(code).toBe(0);
  });

  it('names each file, and ends with 1 where one is wrong', async () => {
    const { code, stdout } = await runLint(['fleet-v1beta1.yaml', 'istio-v1alpha3.yaml', '-'], CANARY.replace('istio', 'Istio'));
    expect(stdout.split('\n').filter(line => /^\S/.test(line)).map(line => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'istio-v1alpha3.yaml:1:13: error old-version', 'istio-v1alpha3.yaml:22:3: error old-form', '-:7:13: error provider',
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['a file that is not there', 'nope.yaml', 'nope.yaml: error unreadable: can\'t be read: ENOENT: no such file or directory; name a file of manifests\n'],
    ['a folder', '.', '.: error unreadable: can\'t be read: EISDIR: illegal operation on a directory; name a file of manifests\n'],
    ['what is no YAML', '-', '-:2:4: error yaml: is no YAML: Nested mappings are not allowed in compact mappings; mend the YAML\n'],
  ])('ends with 2 for %s', async (_what, file, printed) => {
    expect(await runLint([file], 'a: 1\nb: c: d\n')).toEqual({ code: 2, stdout: printed, stderr: '' });
  });

  it('ends with 2 and tells the rest where one file can not be read', async () => {
    const { code, stdout } = await runLint(['nope.yaml', '-'], CANARY.replace('istio', 'Istio'));
    expect(stdout).toMatch(/^nope.yaml: error unreadable: [^\n]*\n-:7:13: error provider: [^\n]*\n$/);
    expect(code).toBe(2);
  });

  it('knows a Helm template', async () => {
    const { code, stdout } = await runLint(['-'], '{{- if .Values.on }}\na: b\n{{- end }}\n');
    expect(stdout).toContain('; this looks like a Helm template: lint what `helm template` prints\n');
    expect(code).toBe(2);
  });

  it('takes YAML as kubectl does: yes means true, and times of day are texts', async () => {
    expect(await runLint(['-'], CANARY.replace('port: 80', 'port: 80\n    headless: yes\n    portName: 12:30:45'))).toMatchObject({ code: 0, stdout: '' });
  });

  it('gives JSON for machines', async () => {
    const { code, stdout } = await runLint(['--output=json', '-'], `${CANARY}    metrics: [{ name: request-success-rate }]\n    maxWeight: 150\n`);
    expect(JSON.parse(stdout)).toEqual({
      errors: 1, notes: 1,
      findings: [
        {
          rule: 'metric', severity: 'note', file: '-', line: 18, column: 15, object: 'Canary podinfo.test', field: 'spec.analysis.metrics[0]',
          problem: '"request-success-rate" has no limit; every value passes', fix: 'add a thresholdRange',
        },
        {
          rule: 'weight', severity: 'error', file: '-', line: 19, column: 16, object: 'Canary podinfo.test', field: 'spec.analysis.maxWeight',
          problem: '150 is above 100; the canary is never promoted', fix: 'write at most 100',
        },
      ],
    });
    expect(code).toBe(1);
  });

  it('gives today\'s form of an old analysis in JSON, too', async () => {
    const { findings } = JSON.parse((await runLint(['-o', 'json', 'istio-v1alpha3.yaml'])).stdout) as { findings: { rule: string; example?: string }[] };
    expect(findings.find(({ rule }) => rule === 'old-form')?.example).toMatch(/^analysis:\n {2}interval: 30s\n/);
  });

  it.each([['--help'], ['-h'], ['-help']])('%s tells how it is called', async option => {
    const { code, stdout } = await runLint([option]);
    expect(stdout).toMatch(/^Usage: flagger lint /);
    expect(code).toBe(0);
  });

  it.each([
    [[], 'no file is named; - is standard input'],
    [['--outptu=json', '-'], "Unknown option '--outptu'"],
    [['-o', 'yaml', '-'], 'option --output has the value "yaml"; allowed: text, json'],
  ])('%j is refused', async (argv, reason) => {
    expect(await runLint(argv)).toEqual({ code: 2, stdout: '', stderr: `flagger lint: ${reason}; flagger lint --help says more\n` });
  });

  it('says which plug-in can not be loaded', async () => {
    const { code, stderr } = await runLint(['--providers=./nope.js', '-'], CANARY);
    expect(stderr).toMatch(/^plug-in \.\/nope\.js can't be loaded: /);
    expect(code).toBe(2);
  });

  it('has rules with lasting names', () => {
    expect(Object.keys(RULES)).toEqual([
      'unreadable', 'yaml', 'kind', 'metadata', 'old-version', 'old-form', 'required', 'type', 'enum', 'pattern', 'range', 'one-of', 'unknown-field',
      'spec', 'provider', 'provider-field', 'capability', 'weight', 'number', 'duration', 'metric', 'webhook', 'template', 'reference',
    ]);
  });
});

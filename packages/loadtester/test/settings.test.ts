import { describe, expect, it } from '@jest/globals';
import { defaultSettings, parseSettings } from '../src/index.ts';
import { namespaceFilter } from '../src/settings/namespace-filter.ts';
import { renderUsage } from '../src/settings/parse-settings.ts';

describe('flags', () => {
  it('without any, it is as Flagger is', () => {
    expect(defaultSettings()).toEqual({
      logLevel: 'debug', port: 9090, timeoutMs: 3_600_000, namespaceRegexp: '', zapReplaceGlobals: false, zapEncoding: 'json',
      gateConfigMap: '', master: '', tokenFile: '', allowedCommands: [], maxTasks: 256,
    });
  });

  it.each([
    [['-port=8080', '-log-level=info', '-timeout=1h'], { port: 8080, logLevel: 'info', timeoutMs: 3_600_000 }],
    [['--port', '8080', '-timeout', '1m30s'], { port: 8080, timeoutMs: 90_000 }],
    [['-namespace-regexp=^(test|perf)=?'], { namespaceRegexp: '^(test|perf)=?' }],
    [['-zap-replace-globals', '-zap-encoding=console'], { zapReplaceGlobals: true, zapEncoding: 'console' }],
    [['-zap-replace-globals=false'], { zapReplaceGlobals: false }],
    [['-allowed-commands=hey, ghz,,bats'], { allowedCommands: ['hey', 'ghz', 'bats'] }],
    [['-gate-config-map=test/loadtester-gates', '-master=http://127.0.0.1:8001'], { gateConfigMap: 'test/loadtester-gates', master: 'http://127.0.0.1:8001' }],
    [['-port=1', '-port=2'], { port: 2 }],
  ])('%j', (argv, expected) => {
    expect(parseSettings(argv)).toEqual({ settings: { ...defaultSettings(), ...expected }, help: false, ignored: [] });
  });

  it.each([
    [['-port=1', 'stray', '-port=2'], ['stray', '-port=2']],
    [['-port', '1', '--', '-port=2'], ['-port=2']],
    [['-port=1', '-zap-replace-globals', 'false'], ['false']],
    [['-port=1', '-', '-help'], ['-', '-help']],
  ])('as with Flagger, what follows an argument that is no flag has no effect: %j', (argv, ignored) => {
    const { settings, ...rest } = parseSettings(argv);
    expect(settings.port).toBe(1);
    expect(rest).toEqual({ help: false, ignored });
  });

  it.each([
    [['-port=http'], 'flag -port has the value "http"; allowed: a whole number from 0 to 65535'],
    [['-port=65536'], 'flag -port has the value "65536"; allowed: a whole number from 0 to 65535'],
    [['-timeout=0s'], 'flag -timeout has the value "0s"; allowed: a duration above zero such as 30s or 1h'],
    [['-zap-encoding=xml'], 'flag -zap-encoding has the value "xml"; allowed: json or console'],
    [['-gate-config-map=gates'], 'flag -gate-config-map has the value "gates"; allowed: NAMESPACE/NAME'],
    [['-master=somewhere'], 'flag -master has the value "somewhere"; allowed: a URL'],
    [['-prot=1'], "Unknown option '--prot'"],
    [['-port'], "Option '--port <value>' argument missing"],
  ])('%j is refused', (argv, message) => {
    expect(() => parseSettings(argv)).toThrow(message);
  });

  it.each([['-h'], ['--help']])('%s lists them all', argument => {
    expect(parseSettings([argument]).help).toBe(true);
    const usage = renderUsage();
    expect(usage).toMatch(/^Usage of loadtester:\n {2}-log-level\n {4}\tdebug, info, warn, error, fatal or panic\. \(default debug\)\n/);
    expect(usage).toContain('  -timeout\n    \tHow long a task may run. (default 60m)\n');
  });
});

describe('namespaces', () => {
  it.each([
    ['', 'anything', true], ['test', 'my-test-2', true], ['^test$', 'my-test', false], ['(?i)TEST', 'test', true], ['^(a|b)', 'c', false], ['\\d{2}', 'a12', true],
  ])('%s on %s: %p', (pattern, namespace, served) => {
    expect(namespaceFilter(pattern)(namespace)).toBe(served);
  });

  it.each(['(', '(?!x)'])('%s is refused', pattern => {
    expect(() => namespaceFilter(pattern)).toThrow(`flag -namespace-regexp has the value "${pattern}"; allowed: an RE2 expression: `);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLAGS, KLOG_FLAGS } from '../../src/flags/flag-table.ts';
import type { Flags } from '../../src/flags/flags.ts';
import { defaultFlags, parseFlags, renderUsage } from '../../src/flags/parse-flags.ts';

const flagsOf = (argv: readonly string[], env: Record<string, string> = {}): Flags => parseFlags(argv, env).flags;

/** Each flag: its name, a value as written, the field and what it becomes; then the default. */
const TABLE: readonly (readonly [name: string, written: string, field: keyof Flags, value: unknown, initial: unknown])[] = [
  ['kubeconfig', '/tmp/k', 'kubeconfig', '/tmp/k', ''],
  ['master', 'https://api', 'master', 'https://api', ''],
  ['kubeconfig-service-mesh', '/tmp/m', 'kubeconfigServiceMesh', '/tmp/m', ''],
  ['kubeconfig-qps', '50', 'kubeconfigQps', 50, 100],
  ['kubeconfig-burst', '60', 'kubeconfigBurst', 60, 250],
  ['metrics-server', 'http://prom', 'metricsServer', 'http://prom', 'http://prometheus:9090'],
  ['control-loop-interval', '1m30s', 'controlLoopIntervalMs', 90_000, 10_000],
  ['log-level', 'error', 'logLevel', 'error', 'debug'],
  ['port', '9000', 'port', 9000, 8080],
  ['slack-url', 'https://s', 'slackUrl', 'https://s', ''],
  ['slack-token', 't', 'slackToken', 't', ''],
  ['slack-proxy-url', 'http://p', 'slackProxyUrl', 'http://p', ''],
  ['slack-user', 'u', 'slackUser', 'u', 'flagger'],
  ['slack-channel', 'c', 'slackChannel', 'c', ''],
  ['msteams-url', 'https://m', 'msteamsUrl', 'https://m', ''],
  ['msteams-proxy-url', 'http://p', 'msteamsProxyUrl', 'http://p', ''],
  ['event-webhook', 'http://e', 'eventWebhook', 'http://e', ''],
  ['include-label-prefix', 'a.b/, c', 'includeLabelPrefix', ['a.b/', 'c'], []],
  ['threadiness', '4', 'threadiness', 4, 2],
  ['zap-replace-globals', 'true', 'zapReplaceGlobals', true, false],
  ['zap-encoding', 'console', 'zapEncoding', 'console', 'json'],
  ['namespace', 'test', 'namespace', 'test', ''],
  ['mesh-provider', 'nginx', 'meshProvider', 'nginx', 'istio'],
  ['selector-labels', 'app', 'selectorLabels', ['app'], ['app', 'name', 'app.kubernetes.io/name']],
  ['ingress-annotations-prefix', 'x.y', 'ingressAnnotationsPrefix', 'x.y', 'nginx.ingress.kubernetes.io'],
  ['ingress-class', 'ext', 'ingressClass', 'ext', ''],
  ['enable-leader-election', 'true', 'enableLeaderElection', true, false],
  ['leader-election-namespace', 'ops', 'leaderElectionNamespace', 'ops', 'kube-system'],
  ['enable-config-tracking', 'false', 'enableConfigTracking', false, true],
  ['cluster-name', 'prod', 'clusterName', 'prod', ''],
  ['no-cross-namespace-refs', 'true', 'noCrossNamespaceRefs', true, false],
  ['max-concurrent-rollouts', '5', 'maxConcurrentRollouts', 5, 0],
  ['max-concurrent-rollouts-per-namespace', '2', 'maxConcurrentRolloutsPerNamespace', 2, 0],
  ['version', 'true', 'version', true, false],
  ['providers', 'istio,./own.js', 'providers', ['istio', './own.js'], []],
];
const switches = TABLE.filter(([, , , value]) => typeof value === 'boolean');
const others = TABLE.filter(([, , , value]) => typeof value !== 'boolean');

describe('every flag', () => {
  it('is in this table', () => {
    expect(TABLE.map(([name]) => name).sort()).toEqual(Object.values(FLAGS).map(({ name }) => name).sort());
  });

  it.each(TABLE)('-%s=%s', (name, written, field, value, initial) => {
    expect(flagsOf([`-${name}=${written}`])[field]).toEqual(value);
    expect(flagsOf([`--${name}=${written}`])[field]).toEqual(value);
    expect(defaultFlags()[field]).toEqual(initial);
  });

  it.each(others)('-%s %s', (name, written, field, value) => {
    expect(flagsOf([`-${name}`, written])[field]).toEqual(value);
    expect(flagsOf([`--${name}`, written])[field]).toEqual(value);
  });

  it.each(switches)('-%s is a switch', (name, _written, field) => {
    expect(flagsOf([`-${name}`])[field]).toBe(true);
    expect(flagsOf([`-${name}`, '-port=1'])).toMatchObject({ [field]: true, port: 1 });
  });

  it('is in the usage text', () => {
    for (const [name] of TABLE) expect(renderUsage()).toContain(`\n  -${name}\n`);
  });
});

describe('a command line', () => {
  it('takes the last of two', () => {
    expect(flagsOf(['-port=1', '--port', '2']).port).toBe(2);
  });

  it('takes values that begin with a dash, are empty or hold an equals sign', () => {
    expect(flagsOf(['-slack-user', '-x', '-cluster-name=', '-slack-url=http://s?a=b'])).toMatchObject({ slackUser: '-x', clusterName: '', slackUrl: 'http://s?a=b' });
  });

  it.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('reads %s as true and its opposite as false', yes => {
    const no = { 1: '0', t: 'f', T: 'F', TRUE: 'FALSE', true: 'false', True: 'False' }[yes] ?? '';
    expect(flagsOf([`-no-cross-namespace-refs=${yes}`]).noCrossNamespaceRefs).toBe(true);
    expect(flagsOf([`-enable-config-tracking=${no}`]).enableConfigTracking).toBe(false);
  });

  it.each([['-v', '2'], ['-v=2'], ['-logtostderr'], ['-alsologtostderr=false'], ['-vmodule=a=1'], ['-stderrthreshold', 'INFO'], ['-alsologtostderrthreshold=2'], ['-log_file=/x']])(
    'accepts klog flags: %s %s', (...argv) => {
      expect(flagsOf([...argv, '-port=7'])).toEqual({ ...defaultFlags(), port: 7 });
    },
  );

  it('knows no flag of klog by the name of one of ours', () => {
    expect(Object.values(FLAGS).filter(({ name }) => KLOG_FLAGS.has(name))).toEqual([]);
  });

  it.each([[['-enable-leader-election', 'true', '-port=1'], ['true', '-port=1']], [['--', '-port=1'], ['-port=1']], [['-', 'x'], ['-', 'x']]])(
    'ignores %j from the first argument that is no flag', (argv, ignored) => {
      expect(parseFlags(argv, {})).toMatchObject({ ignored, flags: { port: 8080 } });
    },
  );

  it.each(['-h', '--help'])('%s asks for help', argument => {
    expect(parseFlags([argument], {}).help).toBe(true);
  });
});

describe('the environment', () => {
  const variables = Object.entries(FLAGS).flatMap(([field, { name, env }]) => (env === undefined ? [] : [[env, name, field as keyof Flags] as const]));

  it('has six variables', () => {
    expect(variables.map(([env]) => env).sort()).toEqual(['EVENT_WEBHOOK_URL', 'MSTEAMS_PROXY_URL', 'MSTEAMS_URL', 'SLACK_PROXY_URL', 'SLACK_TOKEN', 'SLACK_URL']);
  });

  it.each(variables)('%s wins over -%s, unless it is empty', (env, name, field) => {
    expect(flagsOf([`-${name}=flag`], { [env]: 'env' })[field]).toBe('env');
    expect(flagsOf([`-${name}=flag`], { [env]: '' })[field]).toBe('flag');
    expect(flagsOf([], { [env]: 'env' })[field]).toBe('env');
  });
});

describe('mistakes', () => {
  it.each([
    [['-mesh-providr=x'], 'unknown flag -mesh-providr; did you mean -mesh-provider?'],
    [['--enable-leader-elections'], 'unknown flag -enable-leader-elections; did you mean -enable-leader-election?'],
    [['-prot=1'], 'unknown flag -prot; did you mean -port?'],
    [['-zzzzzzzzzz'], 'unknown flag -zzzzzzzzzz; -help lists all flags'],
    [['-port'], 'flag -port needs a value'],
    [['-port=http'], 'flag -port has the value "http"; allowed: a whole number from 0 to 65535'],
    [['-port=70000'], 'flag -port has the value "70000"; allowed: a whole number from 0 to 65535'],
    [['-kubeconfig-qps=1.5'], 'flag -kubeconfig-qps has the value "1.5"; allowed: a whole number from -1000000 to 1000000'],
    [['-zap-encoding=xml'], 'flag -zap-encoding has the value "xml"; allowed: one of json, console'],
    [['-enable-leader-election=yes'], 'flag -enable-leader-election has the value "yes"; allowed: true or false'],
    [['-control-loop-interval=10'], 'flag -control-loop-interval has the value "10"; allowed: a duration above zero such as 10s or 1m30s'],
    [['-control-loop-interval=0s'], 'flag -control-loop-interval has the value "0s"; allowed: a duration above zero such as 10s or 1m30s'],
  ])('%j: %s', (argv, message) => {
    expect(() => parseFlags(argv, {})).toThrow(expect.objectContaining({ name: 'CanaryError', code: 'Invalid', message }));
  });

  it('never ends in anything but flags or a clear error', () => {
    const argument = fc.oneof(fc.string(), fc.constantFrom('-port', '--port=', '-v', '-version', '--', '-mesh-provider', '-='));
    fc.assert(fc.property(fc.array(argument), argv => {
      try {
        expect(parseFlags(argv, {}).flags.port).toBeLessThan(65_536);
      } catch (error) {
        expect(error).toMatchObject({ name: 'CanaryError', code: 'Invalid' });
      }
    }));
  });
});

import { describe, expect, it } from '@jest/globals';
import { refusal, render } from './helm.ts';

describe('values that a chart does not know or cannot use', () => {
  it.each([
    ['flagger', { meshProvder: 'istio' }, "additional properties 'meshProvder' not allowed"],
    ['flagger', { slack: { chanel: 'alerts' } }, "at '/slack': additional properties 'chanel' not allowed"],
    ['flagger', { logLevel: 'verbose' }, "at '/logLevel': value must be one of 'debug', 'info', 'warn', 'warning', 'error', 'fatal', 'panic'"],
    ['flagger', { leaderElection: { enabled: 'true' } }, "at '/leaderElection/enabled': got string, want boolean"],
    ['flagger', { providers: 'istio,kubernetes' }, "at '/providers': got string, want null or array"],
    ['flagger', { podAnnotations: { 'prometheus.io/port': 8080 } }, "at '/podAnnotations/prometheus.io~1port': got number, want string"],
    ['flagger', { maxConcurrentRollouts: -1 }, "at '/maxConcurrentRollouts': minimum: got -1, want 0"],
    ['flagger', { kubeconfigQPS: 'many' }, "at '/kubeconfigQPS': 'many' does not match pattern"],
    ['flagger', { rbac: { rules: [{ resources: ['pods'] }] } }, "at '/rbac/rules/0': missing property 'verbs'"],
    ['flagger', { rbac: { namespaced: true } }, 'rbac.namespaced is for an operator that watches one namespace: set namespace, too'],
    ['loadtester', { replicas: 2 }, "additional properties 'replicas' not allowed"],
    ['loadtester', { cmd: { allowed: 'hey' } }, "at '/cmd/allowed': got string, want null or array"],
    ['loadtester', { cmd: { timeout: '1 hour' } }, "at '/cmd/timeout': '1 hour' does not match pattern"],
    ['loadtester', { maxTasks: 1.5 }, "at '/maxTasks': got number, want integer"],
    ['loadtester', { gateConfigMap: 'test/gates' }, "at '/gateConfigMap': 'test/gates' does not match pattern"],
    ['loadtester', { service: { port: 0 } }, "at '/service/port': minimum: got 0, want 1"],
  ])('%s %j', (chart, values, message) => {
    expect(refusal(chart, values)).toContain(message);
  });

  it.each(['flagger', 'loadtester'])('%s takes what a chart around it sets', chart => {
    expect(render(chart, { global: { region: 'eu' }, enabled: true })).toBe(render(chart));
  });
});

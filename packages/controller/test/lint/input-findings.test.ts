import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './lint-host.ts';
import { CANARY, CHANNEL, TEMPLATE, together } from './manifests.ts';

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: keys\n  namespace: test\nstringData:\n  token: x\n';

/** A canary with one metric that asks the template. */
const asking = (more = ''): string => `${CANARY}    metrics:\n    - name: errors\n      thresholdRange: { max: 1 }\n      templateRef: { name: errors }\n${more}`;
const level = '      templateVariables: { level: warn }\n';
const alerting = (ref: string): string => `${CANARY}    alerts:\n    - name: chat\n      providerRef: ${ref}\n`;

describe('objects of one input know each other', () => {
  it.each<[string, string]>([
    ['a template and its variable', together(asking(level), TEMPLATE)],
    ['a template in another file order', together(TEMPLATE, asking(level))],
    ['a template for any namespace', together(asking(level), TEMPLATE.replace('  namespace: test\n', ''))],
    ['a channel', together(alerting('{ name: chat }'), CHANNEL)],
    ['a channel in a namespace by name', together(alerting('{ name: chat, namespace: ops }'), CHANNEL.replace('test', 'ops'))],
    ['a template with its Secret', together(TEMPLATE.replace('    address', '    secretRef: { name: keys }\n    address'), SECRET)],
    ['a channel whose Secret has its address', together(CHANNEL.replace(/ {2}address.*/, '  secretRef: { name: keys }'), SECRET.replace('token', 'address'))],
    ['a List', `apiVersion: v1\nkind: List\nitems:\n- ${TEMPLATE.replaceAll('\n', '\n  ').trim()}\n- ${asking(level).replaceAll('\n', '\n  ').trim()}\n`],
    ['objects of others', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Any_Thing }\n'],
    ['no objects', '- a\n- b\n---\n---\ntext\n'],
    ['nothing', ''],
  ])('%s', async (_what, text) => {
    expect(await findingsIn(text)).toEqual([]);
  });
});

describe('of objects together is printed', () => {
  it.each<[string, string, ...string[]]>([
    [
      'a template without its variable', together(asking(), TEMPLATE),
      '19:7: error template: spec.analysis.metrics[0].templateVariables: MetricTemplate errors: line 1:36: executing "tmpl" at <variables>: map has no entry for key "level"; there are: none; give the variable that the template asks for',
    ],
    [
      'a variable that no template asks for', together(asking('      templateVariables: { level: warn, color: red }\n'), TEMPLATE),
      '22:41: note template: spec.analysis.metrics[0].templateVariables.color: MetricTemplate errors does not use it; take it out',
    ],
    [
      'a template with a mistake', together(asking(level), TEMPLATE.replace('{{ target }}', '{{ targets }}')),
      '33:10: error template: spec.query: line 1: function "targets" not defined; there are name, namespace, target, service, ingress, route, interval, variables; use only name, namespace, target, service, ingress, route, interval and variables.KEY',
    ],
    [
      'a template of another namespace', together(asking(level), TEMPLATE.replace('namespace: test', 'namespace: ops')),
      '21:28: note reference: spec.analysis.metrics[0].templateRef.name: MetricTemplate errors.test is not in the input; there is one in ops; name its namespace',
    ],
    [
      'a template of a service that is none', TEMPLATE.replace('prometheus\n', 'promethius\n'),
      '8:11: error provider: spec.provider.type: no plug-in brings type promethius; loaded: cloudwatch, datadog, dynatrace, externalmetrics, graphite, influxdb, job, keptn, newrelic, prometheus, splunk, stackdriver, web; did you mean prometheus?',
    ],
    [
      'a template whose Secret is elsewhere', TEMPLATE.replace('    address', '    secretRef: { name: keys }\n    address'),
      '9:24: note reference: spec.provider.secretRef.name: Secret keys.test is not in the input; have it in the cluster, or give its file too',
    ],
    [
      'a channel without address', CHANNEL.replace(/ {2}address.*\n/, ''),
      '6:1: error one-of: spec: has none of address, secretRef; write exactly one of them',
    ],
    [
      'a channel with two', CHANNEL.replace('  address', '  secretRef: { name: keys }\n  address'),
      '6:1: error one-of: spec: has address and secretRef, which exclude each other; keep one of them',
    ],
    [
      'a channel whose Secret has no address', together(CHANNEL.replace(/ {2}address.*/, '  secretRef: { name: keys }'), SECRET),
      '8:22: error reference: spec.secretRef.name: Secret keys has no key address; add it to the Secret: the URL of the channel',
    ],
    [
      'a channel whose Secret is elsewhere', CHANNEL.replace(/ {2}address.*/, '  secretRef: { name: keys }'),
      '8:22: note reference: spec.secretRef.name: Secret keys.test is not in the input; have it in the cluster, or give its file too',
    ],
    [
      'an item of a List', `apiVersion: v1\nkind: List\nitems:\n- ${CHANNEL.replace('slack', 'Slack').replaceAll('\n', '\n  ').trim()}\n`,
      '10:11: error provider: spec.type: no plug-in brings type Slack; loaded: discord, gchat, msteams, rocket, slack; did you mean slack?',
    ],
    [
      'JSON', '{"apiVersion": "flagger.app/v1beta1", "kind": "AlertProvider", "metadata": {"name": "chat"}, "spec": {"type": "slack", "address": 1}}',
      '1:131: error type: spec.address: 1 is not a text; put it in quotes: "1"',
    ],
    [
      'a field behind an alias', CANARY.replace('service:', 'service: &s').replace('  analysis:', '    portName: *p\n  analysis:').replace('provider: istio', 'provider: istio\n  suspend: &p true'),
      '15:15: error type: spec.service.portName: true is not a text; put it in quotes: "true"',
    ],
  ])('%s', async (_what, text, ...printed) => {
    expect(await findingsIn(text)).toEqual(printed);
  });

  it('references out of the namespace, where the operator blocks them', async () => {
    expect(await findingsIn(together(alerting('{ name: chat, namespace: ops }'), CHANNEL.replace('test', 'ops')), '-no-cross-namespace-refs')).toEqual([
      "18:5: error spec: spec.analysis.alerts: can't access alert provider chat.ops, cross-namespace references are blocked; name an AlertProvider of the canary's own namespace",
    ]);
  });

  it('both forms of an analysis at once', async () => {
    expect(await findingsIn(`${CANARY}  canaryAnalysis:\n    interval: 1m\n`)).toEqual([
      '18:3: error old-form: spec.canaryAnalysis: is the form of flagger.app/v1alpha3, which is not read any more; spec.analysis stands beside it; take it out',
    ]);
  });

  it('mistakes of a canary of old where they stand', async () => {
    const old = CANARY.replace('  analysis:', '  analysis:\n  canaryAnalysis:').replace('threshold: 5', 'threshold: five');
    expect(await findingsIn(old)).toContain('17:16: error type: spec.analysis.threshold: "five" is not a number; write a number');
  });
});

describe('the provider of a canary that names none', () => {
  const ownerless = CANARY.replace('  provider: istio\n', '');

  it.each<[string, readonly string[], ...string[]]>([
    ['is Istio', []],
    ['is that of the operator', ['-mesh-provider=nginx'], '6:1: error provider-field: spec.ingressRef: is missing; provider nginx needs it; add it'],
    ['is one that is loaded', ['--providers', 'istio,traefik', '--mesh-provider', 'nginx'], '6:1: error provider: spec.provider: no plug-in brings provider nginx; loaded: istio, traefik; name one of them, or its plug-in with --providers'],
  ])('%s', async (_what, options, ...printed) => {
    expect(await findingsIn(ownerless, ...options)).toEqual(printed);
  });

  it('may be that of a plug-in of your own, if it is there', async () => {
    expect(await findingsIn(ownerless, '--providers=./acme.js', '--mesh-provider=acme')).toEqual([]);
  });
});

describe('types of metric services and channels', () => {
  const foreign = together(TEMPLATE.replace('type: prometheus', 'type: thermometer'), CHANNEL.replace('type: slack', 'type: pager'));

  it('may be those of a plug-in of your own, if it is there', async () => {
    expect(await findingsIn(foreign, '--providers=istio,../../fixtures/plugins/thermometer.js')).toEqual([]);
    expect(await findingsIn(foreign)).toEqual([
      expect.stringMatching(/^8:11: error provider: spec\.provider\.type: no plug-in brings type thermometer; loaded: cloudwatch, .*, web; name one of them, or its plug-in with --providers$/),
      expect.stringMatching(/^\d+:9: error provider: spec\.type: no plug-in brings type pager; loaded: discord, gchat, msteams, rocket, slack; name one of them, or its plug-in with --providers$/),
    ]);
  });
});

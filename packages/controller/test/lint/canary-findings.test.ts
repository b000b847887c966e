import { describe, expect, it } from '@jest/globals';
import { findingsIn } from './lint-host.ts';
import { CANARY } from './manifests.ts';

/** The last line of a canary with which all is well. */
const LAST = '    stepWeight: 10\n';
const PROVIDERS = 'apisix, appmesh, appmesh:v1beta2, contour, gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, gloo, istio, knative, kubernetes, kuma, linkerd, nginx, osm, skipper, smi:v1alpha1, smi:v1alpha2, smi:v1alpha3, supergloo, traefik';

/** What is changed in that canary, and what is then printed behind the file's name. */
const CASES: readonly (readonly [what: string, from: string | RegExp, to: string, ...printed: string[]])[] = [
  [
    'no name', '  name: podinfo\n', '',
    '3:1: error metadata: metadata.name: is missing; add a name',
  ],
  [
    'a name that is none', 'name: podinfo\n', 'name: Podinfo\n',
    '4:9: error metadata: metadata.name: "Podinfo" is no name; write small letters, digits and dashes',
  ],
  [
    'a namespace that is none', 'namespace: test', 'namespace: te.st',
    '5:14: error metadata: metadata.namespace: "te.st" is no name; write small letters, digits and dashes',
  ],
  [
    'a label that is no text', 'namespace: test\n', 'namespace: test\n  labels:\n    tier: 1\n',
    '7:11: error metadata: metadata.labels.tier: 1 is not a text; put it in quotes: "1"',
  ],
  [
    'labels without keys', 'namespace: test\n', 'namespace: test\n  labels: [a]\n',
    '6:3: error metadata: metadata.labels: ["a"] has no keys; write key: value',
  ],
  [
    'a kind of another group', 'flagger.app/v1beta1', 'flager.app/v1beta1',
    '1:13: error kind: apiVersion: "flager.app/v1beta1" has no kind Canary; write flagger.app/v1beta1',
  ],
  [
    'no version', 'apiVersion: flagger.app/v1beta1', 'apiVersion: v1beta1',
    '1:13: error kind: apiVersion: "v1beta1" has no kind Canary; write flagger.app/v1beta1',
  ],
  [
    'no kind', 'kind: Canary\n', '',
    '1:1: error kind: kind: is missing; add it, such as Canary',
  ],
  [
    'a kind that is none', 'kind: Canary', 'kind: Canaries',
    '2:7: error kind: kind: "Canaries" is no kind of flagger.app; write one of Canary, MetricTemplate, AlertProvider',
  ],
  [
    'a version of old', 'v1beta1', 'v1alpha1',
    '1:13: error old-version: apiVersion: flagger.app/v1alpha1 is not served any more; write flagger.app/v1beta1',
  ],
  [
    'no spec', /spec:[^]*/, '',
    '1:1: error required: spec: is missing; add it: fields of its own',
  ],
  [
    'an empty spec', /spec:[^]*/, 'spec:\n',
    '6:1: error type: spec: has no value; give it fields of its own, or take the field out',
  ],
  [
    'no target', / {2}targetRef:\n.*\n.*\n.*\n/, '',
    '6:1: error required: spec.targetRef: is missing; add it: fields of its own',
  ],
  [
    'a target without name', '    name: podinfo\n', '',
    '8:3: error required: spec.targetRef.name: is missing; add it: a text',
  ],
  [
    'a target of another kind', 'kind: Deployment', 'kind: ReplicaSet',
    '10:11: error enum: spec.targetRef.kind: "ReplicaSet" is none of DaemonSet, Deployment, Service, StatefulSet; write one of them',
  ],
  [
    'a provider with a slip', 'istio', 'Istio',
    `7:13: error provider: spec.provider: no plug-in brings provider Istio; loaded: ${PROVIDERS}; did you mean istio?`,
  ],
  [
    'a provider that is none', 'istio', 'smoke-signals',
    `7:13: error provider: spec.provider: no plug-in brings provider smoke-signals; loaded: ${PROVIDERS}; name one of them, or its plug-in with --providers`,
  ],
  [
    'a port in quotes', 'port: 80', 'port: "80"',
    '13:11: error type: spec.service.port: "80" is not a number; take the quotes away: 80',
  ],
  [
    'a port by name', 'port: 80', 'port: http',
    '13:11: error type: spec.service.port: "http" is not a number; write a number',
  ],
  [
    'a switch in quotes', 'port: 80', 'port: 80\n    headless: "true"',
    '14:15: error type: spec.service.headless: "true" is not true or false; take the quotes away: true',
  ],
  [
    'a text that is a number', 'port: 80', 'port: 80\n    portName: 80',
    '14:15: error type: spec.service.portName: 80 is not a text; put it in quotes: "80"',
  ],
  [
    'a list that is a text', 'port: 80', 'port: 80\n    hosts: a.example',
    '14:12: error type: spec.service.hosts: "a.example" is not a list; write a list',
  ],
  [
    'a port that is too large', 'port: 80', 'port: 80000',
    '13:11: error number: spec.service.port: 80000 is above 65535; write at most 65535',
  ],
  [
    'a gateway port that is too large', 'port: 80', 'port: 80\n    gatewayRefs: [{ name: x, port: 70000 }]',
    '14:36: error range: spec.service.gatewayRefs[0].port: 70000 is above 65535; write at most 65535',
  ],
  [
    'a gateway without name', 'port: 80', 'port: 80\n    gatewayRefs: [{ namespace: x }]',
    '14:19: error required: spec.service.gatewayRefs[0].name: is missing; add it: a text',
  ],
  [
    'a gateway with an empty name', 'port: 80', 'port: 80\n    gatewayRefs: [{ name: "" }]',
    '14:27: error range: spec.service.gatewayRefs[0].name: "" is below 1 characters; write at least 1 characters',
  ],
  [
    'a mirror without port', 'port: 80', 'port: 80\n    mirror: [{ backendRef: { name: x } }]',
    '14:16: error required: spec.service.mirror[0].backendRef.port: is missing; add it: a whole number',
  ],
  [
    'a match of two kinds', 'port: 80', 'port: 80\n    match:\n    - uri: { prefix: /, exact: / }',
    '15:7: error one-of: spec.service.match[0].uri: has exact and prefix, which exclude each other; keep one of them',
  ],
  [
    'a balancer of two kinds', 'port: 80', 'port: 80\n    trafficPolicy: { loadBalancer: { simple: RANDOM, consistentHash: { useSourceIp: true } } }',
    '14:22: error one-of: spec.service.trafficPolicy.loadBalancer: has simple and consistentHash, which exclude each other; keep one of them',
  ],
  [
    'no analysis', / {2}analysis:[^]*/, '',
    '6:1: error required: spec.analysis: is missing; add it: fields of its own',
  ],
  [
    'no interval', '    interval: 1m\n', '',
    '14:3: error required: spec.analysis.interval: is missing; add it: a text',
  ],
  [
    'no steps', LAST, '',
    '14:3: error one-of: spec.analysis: has none of iterations, stepWeight, stepWeights; write exactly one of them',
  ],
  [
    'nothing of it', / {4}interval[^]*/, '    mirror: false\n',
    '14:3: error required: spec.analysis.interval: is missing; add it: a text',
    '14:3: error required: spec.analysis.threshold: is missing; add it: a number',
    '14:3: error one-of: spec.analysis: has none of iterations, stepWeight, stepWeights; write exactly one of them',
  ],
  [
    'two ways to judge', LAST, `${LAST}    iterations: 3\n`,
    '14:3: error one-of: spec.analysis: has iterations and stepWeight, which exclude each other; keep one of them',
  ],
  [
    'an interval of hours', 'interval: 1m', 'interval: 1h',
    '15:15: error pattern: spec.analysis.interval: "1h" does not match ^[0-9]+(m|s); write 60m',
  ],
  [
    'an interval without unit', 'interval: 1m', 'interval: "90"',
    '15:15: error pattern: spec.analysis.interval: "90" does not match ^[0-9]+(m|s); write 90s or 90m',
  ],
  [
    'an interval in words', 'interval: 1m', 'interval: often',
    '15:15: error pattern: spec.analysis.interval: "often" does not match ^[0-9]+(m|s); write minutes or seconds, such as 1m or 30s',
  ],
  [
    'an interval that is almost one', 'interval: 1m', 'interval: 10sec',
    '15:15: error duration: spec.analysis.interval: "10sec" is no duration such as 30s or 1m30s; 1m is taken; write a duration such as 30s',
  ],
  [
    'a short interval', 'interval: 1m', 'interval: 5s',
    '15:15: note duration: spec.analysis.interval: "5s" is shorter than 10s, which is taken; write at least 10s',
  ],
  [
    'a field with a slip', 'stepWeight', 'stepweight',
    '14:3: error one-of: spec.analysis: has none of iterations, stepWeight, stepWeights; write exactly one of them',
    '17:5: error unknown-field: spec.analysis.stepweight: is no field of this version; did you mean stepWeight?',
  ],
  [
    'a field that belongs elsewhere', LAST, `${LAST}    suspend: true\n`,
    '18:5: error unknown-field: spec.analysis.suspend: is no field of this version; write it as spec.suspend',
  ],
  [
    'a field of nobody', LAST, `${LAST}    cookies: []\n`,
    '18:5: error unknown-field: spec.analysis.cookies: is no field of this version; take it out',
  ],
  [
    'a step of nothing', 'stepWeight: 10', 'stepWeight: 0',
    '17:17: error weight: spec.analysis.stepWeight: 0 is not above 0; the canary gets no traffic; write a percentage from 1 to 100',
  ],
  [
    'a step of too much', 'stepWeight: 10', 'stepWeight: 110',
    '17:17: error number: spec.analysis.stepWeight: 110 is above 100; write at most 100',
  ],
  [
    'a step in parts', 'stepWeight: 10', 'stepWeight: 2.5',
    '17:17: error number: spec.analysis.stepWeight: 2.5 is not whole; write 3',
  ],
  [
    'steps that fall', 'stepWeight: 10', 'stepWeights: [30, 20]',
    '17:5: error weight: spec.analysis.stepWeights: [30, 20] does not rise from above 0; the canary is never promoted; write rising percentages such as [10, 30, 60]',
  ],
  [
    'an end that is too high', LAST, `${LAST}    maxWeight: 150\n`,
    '18:16: error weight: spec.analysis.maxWeight: 150 is above 100; the canary is never promoted; write at most 100',
  ],
  [
    'a threshold below nothing', 'threshold: 5', 'threshold: -1',
    '16:16: error number: spec.analysis.threshold: -1 is below 0; write at least 0',
  ],
  [
    'more than all pods', LAST, `${LAST}    canaryReadyThreshold: 101\n`,
    '18:27: error number: spec.analysis.canaryReadyThreshold: 101 is above 100; write at most 100',
  ],
  [
    'a metric that asks nothing', LAST, `${LAST}    metrics:\n    - name: errors\n      thresholdRange: { max: 1 }\n`,
    '19:7: error metric: spec.analysis.metrics[0]: "errors" has neither query nor templateRef and is none of request-success-rate, request-duration; its check fails; give it a templateRef or a query',
  ],
  [
    'a range upside down', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up\n      thresholdRange: { min: 5, max: 1 }\n`,
    '21:7: error metric: spec.analysis.metrics[0].thresholdRange: min 5 of errors is above max 1; its check fails; write min: 1 and max: 5',
  ],
  [
    'a metric without limit', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up\n`,
    '19:7: note metric: spec.analysis.metrics[0]: "errors" has no limit; 0 is taken, every value above it fails; add a thresholdRange',
  ],
  [
    'a metric with a range without ends', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up\n      thresholdRange: {}\n`,
    '19:7: note metric: spec.analysis.metrics[0]: "errors" has no limit; every value passes; add a thresholdRange',
  ],
  [
    'a success rate without limit', LAST, `${LAST}    metrics: [{ name: request-success-rate }]\n`,
    '18:15: note metric: spec.analysis.metrics[0]: "request-success-rate" has no limit; every value passes; add a thresholdRange',
  ],
  [
    'a window that is none', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up\n      interval: 1min\n      thresholdRange: { max: 1 }\n`,
    '21:17: error duration: spec.analysis.metrics[0].interval: "1min" is no duration; write a duration such as 30s or 1m',
  ],
  [
    'a query with a function that is none', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up{app="{{ app }}"}\n      thresholdRange: { max: 1 }\n`,
    '20:14: error template: spec.analysis.metrics[0].query: line 1: function "app" not defined; there are name, namespace, target, service, ingress, route, interval, variables; use only name, namespace, target, service, ingress, route, interval and variables.KEY',
  ],
  [
    'a query with a variable that is none', LAST, `${LAST}    metrics:\n    - name: errors\n      query: up{app="{{ variables.app }}"}\n      thresholdRange: { max: 1 }\n`,
    '20:14: error template: spec.analysis.metrics[0].query: line 1:11: executing "tmpl" at <variables>: map has no entry for key "app"; there are: none; use only name, namespace, target, service, ingress, route, interval and variables.KEY',
  ],
  [
    'a template that is elsewhere', LAST, `${LAST}    metrics:\n    - name: errors\n      templateRef: { name: errors }\n      thresholdRange: { max: 1 }\n`,
    '20:28: note reference: spec.analysis.metrics[0].templateRef.name: MetricTemplate errors.test is not in the input; have it in the cluster, or give its file too',
  ],
  [
    'an alert to elsewhere', LAST, `${LAST}    alerts: [{ name: a, severity: loud, providerRef: { name: chat, namespace: ops } }]\n`,
    '18:35: error enum: spec.analysis.alerts[0].severity: "loud" is none of info, warn, error; write one of them',
  ],
  [
    'an alert to nobody here', LAST, `${LAST}    alerts: [{ name: a, providerRef: { name: chat, namespace: ops } }]\n`,
    '18:46: note reference: spec.analysis.alerts[0].providerRef.name: AlertProvider chat.ops is not in the input; have it in the cluster, or give its file too',
  ],
  [
    'a webhook of another type', LAST, `${LAST}    webhooks:\n    - name: gate\n      url: http://h\n      type: confirm-rollback\n`,
    '21:13: error enum: spec.analysis.webhooks[0].type: "confirm-rollback" is none of confirm-rollout, pre-rollout, rollout, confirm-promotion, post-rollout, event, rollback, confirm-traffic-increase; did you mean confirm-rollout?',
  ],
  [
    'a webhook of no HTTP', LAST, `${LAST}    webhooks:\n    - name: gate\n      url: flagger-loadtester.test\n`,
    '20:12: error webhook: spec.analysis.webhooks[0].url: "flagger-loadtester.test" is no URL of HTTP; write a URL such as http://flagger-loadtester.test/',
  ],
  [
    'a webhook with a timeout that is none', LAST, `${LAST}    webhooks:\n    - name: gate\n      url: http://h\n      timeout: 5sec\n`,
    '21:16: error duration: spec.analysis.webhooks[0].timeout: "5sec" is no duration such as 10s or 1m30s; calls of gate fail; write a duration such as 10s',
  ],
  [
    'a webhook that is tried in parts', LAST, `${LAST}    webhooks:\n    - name: gate\n      url: http://h\n      retries: 1.5\n`,
    '21:16: error number: spec.analysis.webhooks[0].retries: 1.5 is not whole; write 2',
  ],
  [
    'a gate that is never asked', LAST, '    iterations: 3\n    webhooks:\n    - { name: gate, url: http://h, type: confirm-traffic-increase }\n',
    '19:42: note webhook: spec.analysis.webhooks[0].type: gate is never asked: an analysis with iterations has no steps of traffic; write confirm-promotion, or stepWeight instead of iterations',
  ],
  [
    'a timeout of routes that is none', 'port: 80', 'port: 80\n    timeout: soon',
    '14:14: error duration: spec.service.timeout: "soon" is no duration; write a duration such as 30s or 1m',
  ],
  [
    'one name for two cookies', LAST, `${LAST}    sessionAffinity: { cookieName: c, primaryCookieName: c }\n`,
    "18:58: error spec: spec.analysis.sessionAffinity.primaryCookieName: can't use the same cookie name for both primary and cookie name; please update them to be different; write another name",
  ],
  [
    'Knative without its provider', '    apiVersion: apps/v1\n    kind: Deployment', '    apiVersion: serving.knative.dev/v1\n    kind: Service',
    "7:13: error spec: spec.provider: can't use istio provider with Knative Service as target; write provider: knative",
  ],
  [
    'a provider for Knative only', 'istio', 'knative',
    "8:3: error spec: spec.targetRef: can't use apps/v1/Deployment as target if provider is set to knative; name a Service of serving.knative.dev/v1, or take another provider",
  ],
  [
    'nginx without Ingress', 'istio', 'nginx',
    '6:1: error provider-field: spec.ingressRef: is missing; provider nginx needs it; add it',
  ],
  [
    'the Gateway API without a parent', 'istio', 'gatewayapi:v1',
    '12:3: error provider-field: spec.service.gatewayRefs: is missing; provider gatewayapi:v1 needs it; add it, or spec.routeRef, or spec.routeRefs',
  ],
  [
    'weights where there are none', 'istio', 'kubernetes',
    "17:17: error capability: spec.analysis.stepWeight: provider kubernetes can't split traffic by weights (apisix, appmesh, appmesh:v1beta2, contour, gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, gloo, istio, knative, kuma, linkerd, nginx, osm, skipper, smi:v1alpha1, smi:v1alpha2, smi:v1alpha3, traefik can); write iterations, which every provider can run, or take another provider",
  ],
  [
    'mirroring where there is none', /istio([^]*)stepWeight: 10/, 'traefik$1stepWeight: 10\n    mirror: true',
    "18:13: error capability: spec.analysis.mirror: provider traefik can't mirror requests before a weighted shift (gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, istio can); take it out, or take another provider",
  ],
  [
    'matches where there are none', /istio([^]*)stepWeight: 10/, 'traefik$1iterations: 10\n    match:\n    - headers: { x-user: { exact: a } }\n    - headers: { cookie: { exact: a } }',
    "19:7: error capability: spec.analysis.match[0].headers: provider traefik can't match requests by headers (appmesh, appmesh:v1beta2, contour, gatewayapi:v1, gatewayapi:v1:grpc, gatewayapi:v1beta1, gloo, istio, nginx can); take it out, or take another provider",
    "20:18: error capability: spec.analysis.match[1].headers.cookie: provider traefik can't match requests by cookies (appmesh, appmesh:v1beta2, contour, gatewayapi:v1, gatewayapi:v1beta1, gloo, istio, nginx can); take it out, or take another provider",
  ],
  [
    'cookies where there are none', /istio([^]*)stepWeight: 10/, 'linkerd$1stepWeight: 10\n    sessionAffinity: { cookieName: c }',
    "18:5: error capability: spec.analysis.sessionAffinity: provider linkerd can't keep users on the canary by a cookie (gatewayapi:v1, gatewayapi:v1beta1, istio can); take it out, or take another provider",
  ],
];

describe('of a canary is printed', () => {
  it('nothing, where all is well', async () => {
    expect(await findingsIn(CANARY)).toEqual([]);
  });

  it.each(CASES)('%s', async (_what, from, to, ...printed) => {
    const changed = CANARY.replace(from, to);
    expect(changed).not.toBe(CANARY);
    expect(await findingsIn(changed)).toEqual(printed);
  });
});

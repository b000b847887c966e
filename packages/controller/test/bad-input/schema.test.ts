import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import { createVirtualClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import type { Loose } from '../golden/objects.ts';
import { canary } from '../golden/objects.ts';
import { typeOf } from '../golden/resource-types.ts';
import { silentLogger } from '../golden/silent-logger.ts';

type Fields = Record<string, unknown>;

const CRDS = readFileSync(new URL('../../../deploy/crds/flagger.yaml', import.meta.url), 'utf8');
const STEP = { stepWeight: 10 };

let api: ApiServer;
let cluster: Cluster;

beforeAll(async () => {
  const clock = createVirtualClock();
  api = await startApiServer({ clock });
  api.installCrds(CRDS);
  cluster = await createCluster({ master: api.url, clock, logger: silentLogger });
});

afterAll(async () => {
  await cluster.close();
  await api.close();
});

/** What the API server says to an object; '' where it takes it. */
async function answerTo(object: Loose): Promise<string> {
  const placed = { ...object, metadata: { ...object.metadata, namespace: 'default' } };
  try {
    await cluster.store.create(typeOf(object.apiVersion, object.kind), placed, new AbortController().signal);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const analysis = (fields: Fields): Loose => canary('istio', { ...STEP, ...fields });
const spec = (fields: Fields): Loose => canary('istio', STEP, { spec: fields });
const service = (fields: Fields): Loose => canary('istio', STEP, { service: fields });
const metric = (fields: Fields): Loose => analysis({ metrics: [{ name: 'm', interval: '1m', ...fields }] });
const webhook = (fields: Fields): Loose => analysis({ webhooks: [{ name: 'h', url: 'http://hook', ...fields }] });
const without = (...path: readonly string[]): Loose => {
  const object = structuredClone(canary('istio', STEP));
  const owner = path.slice(0, -1).reduce<Fields>((here, step) => here[step] as Fields, object as Fields);
  delete owner[path.at(-1) ?? ''];
  return object;
};

const flagger = (kind: string, fields: Fields): Loose => ({ apiVersion: 'flagger.app/v1beta1', kind, metadata: { name: 'x' }, spec: fields });
const template = (provider: Fields, more: Fields = { query: 'q' }): Loose => flagger('MetricTemplate', { provider, ...more });

/** The field, the value and what is allowed, as far as Kubernetes names them. */
const REFUSED: readonly (readonly [what: string, object: Loose, ...named: string[]])[] = [
  ['no targetRef', without('spec', 'targetRef'), 'spec.targetRef', 'Required value'],
  ['a targetRef without name', without('spec', 'targetRef', 'name'), 'spec.targetRef.name', 'Required value'],
  ['no analysis', without('spec', 'analysis'), 'spec.analysis', 'Required value'],
  ['no service port', without('spec', 'service', 'port'), 'spec.service.port', 'Required value'],
  ['a kind that is no target', canary('istio', STEP, { kind: 'CronJob' }), 'spec.targetRef.kind', '"CronJob"', '"DaemonSet", "Deployment", "Service", "StatefulSet"'],
  ['an autoscaler of another kind', spec({ autoscalerRef: { apiVersion: 'v1', kind: 'Vertical', name: 'x' } }), 'spec.autoscalerRef.kind', '"Vertical"', '"HorizontalPodAutoscaler", "ScaledObject"'],
  ['too few primary replicas', spec({ autoscalerRef: { apiVersion: 'v1', kind: 'ScaledObject', name: 'x', primaryScalerReplicas: { minReplicas: 0 } } }), 'primaryScalerReplicas.minReplicas', '0', 'greater than or equal to 1'],
  ['a deadline in words', spec({ progressDeadlineSeconds: 'soon' }), 'spec.progressDeadlineSeconds', '"string"', 'must be of type number'],
  ['a switch in words', spec({ suspend: 'yes' }), 'spec.suspend', '"string"', 'must be of type boolean'],
  ['a port in words', service({ port: 'http' }), 'spec.service.port', '"string"', 'must be of type number'],
  ['hosts as text', service({ hosts: 'a.example' }), 'spec.service.hosts', '"string"', 'must be of type array'],
  ['a gateway without name', service({ gatewayRefs: [{ namespace: 'x' }] }), 'spec.service.gatewayRefs[0].name', 'Required value'],
  ['a gateway port out of range', service({ gatewayRefs: [{ name: 'x', port: 70_000 }] }), 'spec.service.gatewayRefs[0].port', '70000', 'less than or equal to 65535'],
  ['an interval without unit', analysis({ interval: '10' }), 'spec.analysis.interval', '"10"', '^[0-9]+(m|s)'],
  ['an interval of hours', analysis({ interval: '1h' }), 'spec.analysis.interval', '"1h"', '^[0-9]+(m|s)'],
  ['a negative interval', analysis({ interval: '-10s' }), 'spec.analysis.interval', '"-10s"', '^[0-9]+(m|s)'],
  ['no threshold', without('spec', 'analysis', 'threshold'), 'spec.analysis.threshold', 'Required value'],
  ['no way to judge', without('spec', 'analysis', 'stepWeight'), '"spec.analysis" must validate one and only one schema (oneOf). Found none valid'],
  ['two ways to judge', analysis({ iterations: 5 }), '"spec.analysis" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
  ['a step in words', analysis({ stepWeight: '10%' }), 'spec.analysis.stepWeight', '"string"', 'must be of type number'],
  ['steps as a number', canary('istio', { stepWeights: 10 }), 'spec.analysis.stepWeights', '"integer"', 'must be of type array'],
  ['mirroring in words', analysis({ mirror: 'on' }), 'spec.analysis.mirror', '"string"', 'must be of type boolean'],
  ['a cookie without name', analysis({ sessionAffinity: { maxAge: 1 } }), 'spec.analysis.sessionAffinity.cookieName', 'Required value'],
  ['an unknown SameSite', analysis({ sessionAffinity: { cookieName: 'c', sameSite: 'Loose' } }), 'sessionAffinity.sameSite', '"Loose"', '"Strict", "Lax", "None"'],
  ['a header match of two kinds', analysis({ match: [{ headers: { 'x-a': { exact: 'a', prefix: 'b' } } }] }), 'spec.analysis.match[0].headers.x-a', 'one and only one schema (oneOf)'],
  ['a metric without name', analysis({ metrics: [{ interval: '1m' }] }), 'spec.analysis.metrics[0].name', 'Required value'],
  ['a metric interval without unit', metric({ interval: 'often' }), 'spec.analysis.metrics[0].interval', '"often"', '^[0-9]+(m|s)'],
  ['a limit in words', metric({ thresholdRange: { max: 'fast' } }), 'spec.analysis.metrics[0].thresholdRange.max', '"string"', 'must be of type number'],
  ['a template without name', metric({ templateRef: { namespace: 'x' } }), 'spec.analysis.metrics[0].templateRef.name', 'Required value'],
  ['a webhook without URL', analysis({ webhooks: [{ name: 'h' }] }), 'spec.analysis.webhooks[0].url', 'Required value'],
  ['an unknown type of webhook', webhook({ type: 'maybe' }), 'spec.analysis.webhooks[0].type', '"maybe"', '"confirm-rollout"', '"rollback"'],
  ['a timeout without unit', webhook({ timeout: '5' }), 'spec.analysis.webhooks[0].timeout', '"5"', '^[0-9]+(m|s)'],
  ['an alert without provider', analysis({ alerts: [{ name: 'a' }] }), 'spec.analysis.alerts[0].providerRef', 'Required value'],
  ['an unknown severity', analysis({ alerts: [{ name: 'a', severity: 'panic', providerRef: { name: 'p' } }] }), 'spec.analysis.alerts[0].severity', '"panic"', '"info", "warn", "error"'],
  ['a template without query', template({ type: 'prometheus' }, {}), 'spec.query', 'Required value'],
  ['a template without provider', flagger('MetricTemplate', { query: 'q' }), 'spec.provider', 'Required value'],
  ['a metric service without a name', template({ type: '' }), 'spec.provider.type', 'should be at least 1 chars long'],
  ['headers as text', template({ type: 'prometheus', headers: { a: 'b' } }), 'spec.provider.headers.a', '"string"', 'must be of type array'],
  ['a chat without a name', flagger('AlertProvider', { type: '', address: 'http://a' }), 'spec.type', 'should be at least 1 chars long'],
  ['a chat without address', flagger('AlertProvider', { type: 'slack' }), '"spec" must validate one and only one schema (oneOf). Found none valid'],
];

describe('the API server refuses', () => {
  it.each(REFUSED)('%s', async (_what, object, ...named) => {
    const answer = await answerTo(object);
    expect(answer).toContain(`${object.kind}.flagger.app "${object.metadata.name}" is invalid`);
    for (const part of named) expect(answer).toContain(part);
  });

  it('nothing else: a canary as Flagger documents it passes', async () => {
    expect(await answerTo(canary('istio', STEP))).toBe('');
    expect(await answerTo(template({ type: 'prometheus', address: 'http://p' }))).toBe('');
    expect(await answerTo(flagger('AlertProvider', { type: 'slack', address: 'http://a' }))).toBe('');
  });
});

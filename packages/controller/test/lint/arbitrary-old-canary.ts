import fc from 'fast-check';
import type { Fields } from '../../src/old-form/fields.ts';

const DURATIONS = ['10s', '30s', '1m', '5m'];
const duration = fc.constantFrom(...DURATIONS);
const percent = fc.integer({ min: 1, max: 100 });

const metric = fc.oneof(
  fc.record({ name: fc.constantFrom('istio_requests_total', 'istio_request_duration_seconds_bucket', 'request-success-rate', 'request-duration'), threshold: percent, interval: duration }, { requiredKeys: ['name'] }),
  fc.record({ name: fc.constant('404s percentage'), threshold: percent, interval: duration, query: fc.constantFrom('up', 'up{app="{{ target }}"}') }, { requiredKeys: ['name', 'query'] }),
);
const webhook = fc.record(
  {
    name: fc.constantFrom('load-test', 'gate'), url: fc.constant('http://flagger-loadtester.test/'), timeout: duration,
    type: fc.constantFrom('confirm-rollout', 'pre-rollout', 'rollout', 'confirm-promotion', 'post-rollout'), metadata: fc.dictionary(fc.constantFrom('type', 'cmd'), fc.constantFrom('bash', 'yes', '1')),
  },
  { requiredKeys: ['name', 'url'] },
);
const common = { interval: duration, threshold: fc.integer({ min: 1, max: 20 }), metrics: fc.array(metric, { maxLength: 3 }), webhooks: fc.array(webhook, { maxLength: 3 }), skipAnalysis: fc.boolean() };
const weighted = fc.record({ ...common, stepWeight: percent, maxWeight: percent, iterations: fc.constant(0) }, { requiredKeys: ['stepWeight'] });
const iterated = fc.record(
  { ...common, iterations: fc.integer({ min: 1, max: 20 }), stepWeight: percent, maxWeight: percent, mirror: fc.boolean(), match: fc.constant([{ headers: { 'x-user': { exact: 'a' } } }]) },
  { requiredKeys: ['iterations'] },
);
const scaler = fc.record({ apiVersion: fc.constantFrom('autoscaling/v2beta1', 'autoscaling/v2beta2', 'autoscaling/v2'), kind: fc.constant('HorizontalPodAutoscaler'), name: fc.constant('podinfo') });

/** Canaries that v1alpha3 took and that worked. */
export const arbitraryOldCanary: fc.Arbitrary<Fields> = fc.record({
  apiVersion: fc.constantFrom('flagger.app/v1alpha3', 'flagger.app/v1beta1'),
  kind: fc.constant('Canary'),
  metadata: fc.constant({ name: 'podinfo', namespace: 'test' }),
  spec: fc.record(
    {
      targetRef: fc.constant({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }), service: fc.constant({ port: 9898 }),
      autoscalerRef: scaler, skipAnalysis: fc.boolean(), progressDeadlineSeconds: fc.constant(60), canaryAnalysis: fc.oneof(weighted, iterated),
    },
    { requiredKeys: ['targetRef', 'service', 'canaryAnalysis'] },
  ),
});

import { describe, expect, it } from '@jest/globals';
import { CanaryError } from '@flagger/sdk';
import type { Canary, CanaryMetric, Manifest, MetricProviderEnv, ObjectKey, ObjectReader, ResourceType } from '@flagger/sdk';
import { checkMetrics } from '../../src/metrics/check-metrics.ts';
import type { MetricContext } from '../../src/metrics/metric-context.ts';
import { probeMetrics } from '../../src/metrics/probe-metrics.ts';
import { InstantClock, MemoryLogger, StubHttp } from '../http-stub.ts';

type Value = number | 'no-values' | CanaryError;

/** A metric service that answers what it is told, and objects that canaries refer to. */
class MetricWorld {
  value: Value | ((query: string) => Value) = 100;
  readonly queries: string[] = [];
  readonly created: MetricProviderEnv[] = [];
  readonly gauges: [string, number][] = [];
  readonly objects = new Map<string, Manifest>();

  put(object: Manifest): this {
    this.objects.set(`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`, object);
    return this;
  }

  context(fields: Partial<MetricContext> = {}): MetricContext {
    const reader: ObjectReader = {
      get: <T extends Manifest>(type: ResourceType<T>, key: ObjectKey) => Promise.resolve(this.objects.get(`${type.kind}/${key.namespace}/${key.name}`) as T | undefined),
      list: () => Promise.resolve([]),
    };
    const factory = {
      types: ['prometheus'],
      create: (env: MetricProviderEnv) => {
        this.created.push(env);
        const query = (text: string): Promise<number | 'no-values'> => {
          this.queries.push(text);
          const value = typeof this.value === 'function' ? this.value(text) : this.value;
          return value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
        };
        return { query, probe: async () => void (await query('probe')) };
      },
    };
    return {
      clock: new InstantClock(), http: new StubHttp(), logger: new MemoryLogger(), reader, providerName: 'istio', metricsServer: 'http://prometheus:9090',
      observer: { successRate: { query: 'rate{{ interval }}' }, duration: { query: 'p99{{ interval }}', unit: 'milliseconds' } },
      metricFactories: new Map([['prometheus', factory]]), observed: (metric, value) => this.gauges.push([metric, value]),
      ...fields,
    };
  }
}

const signal = new AbortController().signal;
const canary = (...metrics: CanaryMetric[]): Canary => ({
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, analysis: { metrics } },
});
const message = async (world: MetricWorld, metric: CanaryMetric, fields: Partial<MetricContext> = {}): Promise<string> => {
  const verdict = await checkMetrics(canary(metric), world.context(fields), signal);
  return verdict.passed ? 'passed' : verdict.event.message;
};
const template = (spec: Record<string, unknown> = {}): Manifest =>
  ({ apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'errors', namespace: 'test' }, spec: { provider: { type: 'prometheus', address: 'http://p' }, query: 'errors{{ interval }}', ...spec } }) as Manifest;
const templated: CanaryMetric = { name: 'errors', templateRef: { name: 'errors' }, thresholdRange: { max: 5 }, interval: '2m' };
const rate: CanaryMetric = { name: 'request-success-rate', thresholdRange: { min: 99 } };
const duration: CanaryMetric = { name: 'request-duration', thresholdRange: { max: 500 } };
const boom = new CanaryError('QueryFailed', 'later', 'error response: Status 500');

describe('request-success-rate', () => {
  it.each<[string, CanaryMetric, Value, string]>([
    ['at its limit', rate, 99, 'passed'],
    ['below it', rate, 98.999, 'Halt podinfo.test advancement success rate 99.00% < 99%'],
    ['above a maximum', { name: rate.name, thresholdRange: { max: 50 } }, 60, 'Halt podinfo.test advancement success rate 60.00% > 50%'],
    ['below the old threshold', { name: rate.name, threshold: 99.5 }, 99.4, 'Halt podinfo.test advancement success rate 99.40% < 99.5%'],
    ['a range without ends allows all', { name: rate.name, thresholdRange: {}, threshold: 99 }, 1, 'passed'],
    ['without data', rate, 'no-values', 'Halt advancement no values found for istio metric request-success-rate probably podinfo.test is not receiving traffic: running query failed: no values found'],
    ['a tie goes to the even digit, as in Go', rate, 98.125, 'Halt podinfo.test advancement success rate 98.12% < 99%'],
    ['with what is no number', rate, Number.NaN, 'Halt advancement no values found for istio metric request-success-rate probably podinfo.test is not receiving traffic: running query failed: no values found'],
    ['when Prometheus fails', rate, boom, 'Prometheus query failed: running query failed: error response: Status 500'],
  ])('%s', async (_, metric, value, expected) => {
    const world = new MetricWorld();
    world.value = value;
    expect(await message(world, metric)).toBe(expected);
  });
});

describe('request-duration', () => {
  it.each<[string, CanaryMetric, Value, string]>([
    ['at its limit', duration, 500.9, 'passed'],
    ['above it', duration, 1515.7, 'Halt podinfo.test advancement request duration 1.515s > 500ms'],
    ['below a minimum', { name: duration.name, thresholdRange: { min: 10 } }, 5, 'Halt podinfo.test advancement request duration 5ms < 10ms'],
    ['limits are cut to whole milliseconds', { name: duration.name, thresholdRange: { max: 0.5 } }, 0.9, 'passed'],
    ['above the old threshold', { name: duration.name, threshold: 500 }, 501, 'Halt podinfo.test advancement request duration 501ms > 500ms'],
    ['infinite', duration, Number.POSITIVE_INFINITY, 'Halt podinfo.test advancement request duration +Inf > 500ms'],
    ['without data', duration, 'no-values', 'Halt advancement no values found for istio metric request-duration probably podinfo.test is not receiving traffic'],
  ])('%s', async (_, metric, value, expected) => {
    const world = new MetricWorld();
    world.value = value;
    expect(await message(world, metric)).toBe(expected);
  });

  it('seconds become milliseconds, and the gauge counts seconds', async () => {
    const world = new MetricWorld();
    world.value = 0.0509;
    await message(world, duration, { observer: { successRate: { query: '' }, duration: { query: 'p99', unit: 'seconds' } } });
    expect(world.gauges).toEqual([['request-duration', 0.05]]);
  });
});

describe('inline queries', () => {
  it.each<[string, CanaryMetric, Value, string]>([
    ['within the range', { name: 'mine', query: 'q', thresholdRange: { min: 1, max: 5 } }, 5, 'passed'],
    ['below', { name: 'mine', query: 'q', thresholdRange: { min: 1 } }, 0.5, 'Halt podinfo.test advancement mine 0.50 < 1'],
    ['above the old threshold', { name: 'mine', query: 'q', threshold: 1000000 }, 2000000, 'Halt podinfo.test advancement mine 2000000.00 > 1e+06'],
    ['without any limit only 0 passes', { name: 'mine', query: 'q' }, 0.1, 'Halt podinfo.test advancement mine 0.10 > 0'],
    ['without data', { name: 'mine', query: 'q' }, 'no-values', 'Halt advancement no values found for metric: mine'],
    ['when Prometheus fails', { name: 'mine', query: 'q' }, boom, 'Prometheus query failed for mine: error response: Status 500'],
    ['a broken inline template is told', { name: 'mine', query: '{{ nope }}' }, 1, 'Prometheus query failed for mine: template parsing failed: template: tmpl:1: function "nope" not defined; there are name, namespace, target, service, ingress, route, interval, variables'],
  ])('%s', async (_, metric, value, expected) => {
    const world = new MetricWorld();
    world.value = value;
    expect(await message(world, metric)).toBe(expected);
  });
});

describe('templates', () => {
  it('are asked with their interval, even an empty one', async () => {
    const world = new MetricWorld().put(template());
    world.value = 5;
    expect(await message(world, templated)).toBe('passed');
    const { interval: _interval, ...windowless } = templated;
    await message(world, windowless);
    expect(world.queries).toEqual(['errors2m', 'errors']);
  });

  it.each<[string, MetricWorld, Value, string]>([
    ['over the limit', new MetricWorld().put(template()), 5.5, 'Halt podinfo.test advancement errors 5.50 > 5'],
    ['without data', new MetricWorld().put(template()), 'no-values', 'Halt advancement no values found for custom metric: errors: no values found'],
    ['without data, and the answer tells why', new MetricWorld().put(template()), new CanaryError('NoValues', 'later', 'invalid response: {}: no values found'), 'Halt advancement no values found for custom metric: errors: invalid response: {}: no values found'],
    ['when the service fails', new MetricWorld().put(template()), boom, 'Metric query failed for errors: error response: Status 500'],
    ['a missing template', new MetricWorld(), 1, 'Metric template errors.test error: metrictemplate.flagger.app "errors" not found'],
    ['a missing Secret', new MetricWorld().put(template({ provider: { type: 'prometheus', secretRef: { name: 'auth' } } })), 1, 'Metric template errors.test secret auth error: secrets "auth" not found'],
    ['an unknown type is refused', new MetricWorld().put(template({ provider: { type: 'abacus' } })), 1, 'Metric template errors.test provider abacus error: unknown metrics provider "abacus" in spec.provider.type; loaded: prometheus'],
    ['a query that cannot be rendered', new MetricWorld().put(template({ query: '{{ variables.x }}' })), 1, 'Metric template errors.test query render error: template excution failed: template: tmpl:1:3: executing "tmpl" at <variables>: map has no entry for key "x"; there are: none'],
  ])('%s', async (_, world, value, expected) => {
    world.value = value;
    expect(await message(world, templated)).toBe(expected);
  });

  it('an API that refuses to read them is told', async () => {
    const denied = new CanaryError('ApiForbidden', 'later', 'secrets "auth" is forbidden');
    const world = new MetricWorld().put(template({ provider: { type: 'prometheus', secretRef: { name: 'auth' } } }));
    const { reader } = world.context();
    const failing: ObjectReader = { ...reader, get: (type, key, aborted) => (type.kind === 'Secret' ? Promise.reject(denied) : reader.get(type, key, aborted)) };
    expect(await message(world, templated, { reader: failing })).toBe('Metric template errors.test secret auth error: secrets "auth" is forbidden');
  });

  it('get the decoded Secret of their own namespace', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'auth', namespace: 'monitoring' }, data: { token: btoa('gehéim') } } as Manifest;
    const shared = { ...template({ provider: { type: 'prometheus', secretRef: { name: 'auth' } } }), metadata: { name: 'errors', namespace: 'monitoring' } };
    const world = new MetricWorld().put(shared).put({ ...secret, data: { token: Buffer.from('gehéim').toString('base64') } } as Manifest);
    world.value = 1;
    await message(world, { ...templated, templateRef: { name: 'errors', namespace: 'monitoring' } });
    expect(world.created[0]?.credentials).toEqual({ token: 'gehéim' });
  });
});

describe('the order of checks', () => {
  it('is built-in and inline first, then templates; the first failure ends it', async () => {
    const world = new MetricWorld().put(template());
    world.value = query => (query.startsWith('q') ? boom : 100);
    const verdict = await checkMetrics(canary(templated, rate, { name: 'mine', query: 'q' }, duration), world.context(), signal);
    expect(verdict).toMatchObject({ passed: false, event: { level: 'error' }, failure: { metric: 'mine' } });
    expect(world.queries).toEqual(['rate1m', 'q']);
  });

  it('a metric that is neither built in nor has a query is told', async () => {
    expect(await message(new MetricWorld(), { name: 'hollow' })).toBe('Metric query failed for no usable metrics template and query were configured');
  });

  it('a built-in metric with a query and a template is checked in all three ways', async () => {
    const world = new MetricWorld().put(template());
    const verdict = await checkMetrics(canary({ ...rate, query: 'q', templateRef: { name: 'errors' } }), world.context(), signal);
    expect(verdict).toEqual({ passed: true });
    expect(world.queries).toEqual(['rate1m', 'q', 'errors']);
  });

  it('a bug is no failed check', async () => {
    const world = new MetricWorld();
    world.value = () => {
      throw new TypeError('bug');
    };
    await expect(checkMetrics(canary(rate), world.context(), signal)).rejects.toThrow(TypeError);
  });

  it("an address that is none is told with the server's name", async () => {
    const broken = { types: ['prometheus'], create: () => { throw new CanaryError('Invalid', 'never', 'prometheus address own is not a valid URL'); } };
    const told = 'Error building Prometheus client for http://prometheus:9090 prometheus address own is not a valid URL';
    const fields = { metricFactories: new Map([['prometheus', broken]]) };
    const world = new MetricWorld();
    expect([await message(world, rate, fields), await message(world, { name: 'mine', query: 'q' }, fields)]).toEqual([told, told]);
    expect(await probeMetrics(canary(rate), world.context(fields), signal)).toBe(told.replace('Error', 'error'));
  });

  it("spec.metricsServer goes before the operator's", async () => {
    const world = new MetricWorld();
    const own = canary(rate);
    await checkMetrics({ ...own, spec: { ...own.spec, metricsServer: 'http://own' } }, world.context(), signal);
    expect(world.created[0]?.spec.address).toBe('http://own');
  });

  it('a failure carries value, limit and query for those who ask why', async () => {
    const world = new MetricWorld();
    world.value = 50;
    expect(await checkMetrics(canary(rate), world.context(), signal)).toMatchObject({ failure: { metric: 'request-success-rate', value: 50, limit: '< 99%', query: 'rate1m' } });
  });
});

describe('probeMetrics', () => {
  it.each<[string, CanaryMetric[], MetricWorld, Value, string | undefined]>([
    ['no metrics', [], new MetricWorld(), 1, undefined],
    ['all well', [rate, templated], new MetricWorld().put(template()), 1, undefined],
    ['Prometheus is silent', [rate], new MetricWorld(), boom, 'prometheus not avaiable: error response: Status 500'],
    ['a template is missing', [templated], new MetricWorld(), 1, 'metric template errors.test error: metrictemplate.flagger.app "errors" not found'],
    ["a template's service is silent", [templated], new MetricWorld().put(template()), boom, 'prometheus in metric template errors.test not avaiable: error response: Status 500'],
  ])('%s', async (_, metrics, world, value, expected) => {
    world.value = value;
    expect(await probeMetrics(canary(...metrics), world.context(), signal)).toBe(expected);
  });

  it('Prometheus is asked once', async () => {
    const world = new MetricWorld();
    world.value = 1;
    await probeMetrics(canary(rate, duration), world.context(), signal);
    expect(world.queries).toEqual(['probe']);
  });
});

describe('a metric without a value', () => {
  const kinds: [string, CanaryMetric][] = [
    ['a built-in rate', { name: 'request-success-rate', thresholdRange: { min: 99 } }],
    ['a built-in duration', { name: 'request-duration', thresholdRange: { max: 500 } }],
    ['an inline query', { name: 'errors', query: 'errors', thresholdRange: { max: 1 } }],
    ['a template', { name: 'errors', templateRef: { name: 'errors' }, thresholdRange: { max: 1 } }],
  ];
  const silent = (): MetricWorld => Object.assign(new MetricWorld().put(template()), { value: 'no-values' });

  it.each(kinds)('%s fails unless noData says otherwise, in the same words', async (_, metric) => {
    const fails = await checkMetrics(canary({ ...metric, noData: 'fail' }), silent().context(), signal);
    expect(fails).toEqual(await checkMetrics(canary(metric), silent().context(), signal));
    expect(fails).toMatchObject({ passed: false, event: { level: 'info', message: expect.stringContaining('no values found') } });
    expect(fails).not.toHaveProperty('holds');
  });

  it.each(kinds)('%s holds', async (_, metric) => {
    const holds = await checkMetrics(canary({ ...metric, noData: 'hold' }), silent().context(), signal);
    expect(holds).toMatchObject({ passed: false, holds: true, event: { message: expect.stringMatching(/no values found.*, holding$/) }, failure: { metric: metric.name, query: expect.any(String) } });
  });

  it.each(kinds)('%s passes', async (_, metric) => {
    expect(await checkMetrics(canary({ ...metric, noData: 'pass' }), silent().context(), signal)).toEqual({ passed: true });
  });

  it('holds nothing where it could not be asked: that is a failed check', async () => {
    const world = Object.assign(new MetricWorld(), { value: new CanaryError('HttpFailed', 'later', 'down') });
    expect(await checkMetrics(canary({ name: 'request-success-rate', noData: 'hold' }), world.context(), signal)).not.toHaveProperty('holds');
  });

  it('that holds hides no failure of another', async () => {
    const world = Object.assign(new MetricWorld(), { value: (query: string): Value => (query.startsWith('rate') ? 'no-values' : 900) });
    const verdict = await checkMetrics(canary({ name: 'request-success-rate', noData: 'hold' }, { name: 'request-duration', thresholdRange: { max: 500 } }), world.context(), signal);
    expect(verdict).toMatchObject({ failure: { metric: 'request-duration', value: 900 } });
    expect(verdict).not.toHaveProperty('holds');
  });
});

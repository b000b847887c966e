import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Manifest } from '@flagger/sdk';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { event, phase } from '../golden/lab.ts';
import { canary, deployment } from '../golden/objects.ts';
import type { Loose } from '../golden/objects.ts';

jest.setTimeout(60_000);

const NAMESPACE = 'measured';
const JOBS = { apiVersion: 'batch/v1', kind: 'Job' };
let world: EmbeddedWorld;
afterEach(() => world.close());

const template = (provider: Record<string, unknown>, query: string): Loose => ({ apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', metadata: { name: 'errors' }, spec: { provider, query } });

/** A canary on Istio whose one check is a template's. */
async function start(template_: Loose, thresholdRange: Record<string, number>): Promise<void> {
  world = await EmbeddedWorld.start(NAMESPACE);
  for (const object of [template_, deployment()]) await world.lab.create(object);
  await world.lab.create(canary('istio', { stepWeight: 30, maxWeight: 60, metrics: [{ name: 'errors', interval: '1m', templateRef: { name: 'errors' }, thresholdRange }] }));
  await phase(world.lab, 'Initialized');
}

/** Ends every Job that runs, as Kubernetes would. */
function endJobs(type: 'Complete' | 'Failed'): readonly Manifest[] {
  const jobs = world.api.store.list(JOBS, NAMESPACE);
  for (const { metadata: { name } } of jobs) world.api.store.patchStatus(JOBS, { namespace: NAMESPACE, name }, { status: { conditions: [{ type, status: 'True' }] } });
  return jobs;
}

describe('a Job as a metric', () => {
  const TEMPLATE = template({ type: 'job', timeoutSeconds: 20 }, 'spec: { template: { spec: { restartPolicy: Never, containers: [{ name: test, image: "tester:{{ target }}" }] } } }');

  it.each([['Complete', 'Succeeded'], ['Failed', 'Failed']] as const)('that ends with %s lets the release end with %s; none is left', async (type, ending) => {
    await start(TEMPLATE, { min: 1 });
    world.waitsInTicks = true;
    await world.lab.image('2');
    const seen = new Map<string, Manifest>();
    await world.lab.until(`phase ${ending}`, async () => {
      for (const job of endJobs(type)) seen.set(job.metadata.name, job);
      return (await world.lab.canary())?.status?.phase === ending;
    });
    expect([...seen.values()][0]).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'Canary', name: 'podinfo', controller: true }], labels: { 'flagger.app/canary': 'podinfo' } },
      spec: { activeDeadlineSeconds: 20, template: { spec: { containers: [{ image: 'tester:podinfo' }] } } },
    });
    expect(seen.size).toBeGreaterThanOrEqual(2);
    expect(world.api.store.list(JOBS, NAMESPACE)).toEqual([]);
  });

  it('that does not end fails the check', async () => {
    await start(TEMPLATE, { min: 1 });
    world.waitsInTicks = true;
    await world.lab.image('2');
    await event(world.lab, /^Metric query failed for errors: Job measured\/podinfo-\w{8} has not ended after 20s/);
    await phase(world.lab, 'Failed');
    expect(world.api.store.list(JOBS, NAMESPACE)).toEqual([]);
  });
});

describe('a web service as a metric', () => {
  it('is asked for each check, and its answer judged', async () => {
    await start(template({ type: 'web', address: 'http://127.0.0.1:18080/prom', web: { jsonPath: '$.data.result[0].value[1]' } }, '/api/v1/query?query=measured_{{ target }}'), { max: 5 });
    await world.lab.image('2');
    await event(world.lab, /^Halt podinfo\.measured advancement errors 100\.00 > 5$/);
    const asked = world.lab.backends.heard.filter(entry => entry.kind === 'query' && 'query' in entry && entry.query === 'measured_podinfo');
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('two canaries that ask the same', () => {
  it('at the same time, have one request', async () => {
    await start(template({ type: 'prometheus', address: 'http://127.0.0.1:18080/prom' }, 'errors{of="measured"}'), { max: 200 });
    const second = canary('istio', { stepWeight: 30, maxWeight: 60, metrics: [{ name: 'errors', interval: '1m', templateRef: { name: 'errors' }, thresholdRange: { max: 200 } }] });
    const target = deployment();
    await world.lab.create({ ...target, metadata: { name: 'second', labels: { app: 'podinfo' } } });
    const fields = { metadata: { name: 'second' }, spec: { ...(second['spec'] as object), targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'second' } } };
    await world.lab.create({ ...second, ...fields });
    await world.lab.sleep(30_000);
    const { template: pod } = target['spec'] as { template: { spec: { containers: readonly object[] } } };
    await world.lab.patch('apps/v1', 'Deployment', 'second', { spec: { template: { spec: { containers: pod.spec.containers.map(container => ({ ...container, image: 'podinfo:2' })) } } } });
    await world.lab.image('2');
    await phase(world.lab, 'Succeeded');
    await world.lab.sleep(10_000);
    const asked = world.lab.backends.heard.filter(entry => entry.kind === 'query' && 'query' in entry && entry.query === 'errors{of="measured"}').map(({ at }) => at);
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked).size).toBe(asked.length);
  });
});

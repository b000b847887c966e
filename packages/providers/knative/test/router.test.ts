import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouteSubject, Router } from '@flagger/sdk';
import { RouterLab, splitAt } from '@flagger/testkit';
import { KnativeRouter, knativeObserver, knativeProvider } from '../src/index.ts';
import { KNATIVE_SERVICES, PRIMARY_REVISION } from '../src/knative-types.ts';
import type { KnativeService } from '../src/knative-types.ts';
import { knativeSubject, SERVICE, simulateKnative } from './subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };

let lab: RouterLab;
let router: Router;
let stopKnative: () => void;

beforeAll(async () => {
  lab = await RouterLab.start({ ...knativeSubject, simulate: () => () => undefined }, { crds: true });
});

beforeEach(async () => {
  stopKnative = simulateKnative(lab.api.store);
  await lab.reset(signal);
  ({ router } = lab);
});

afterEach(() => stopKnative());
afterAll(() => lab.close());

async function caughtUp(): Promise<void> {
  await lab.settle(signal);
  lab.api.requests.reset();
}

const subject = (): RouteSubject => lab.release();
const live = (): KnativeService => {
  const found = lab.api.store.get<KnativeService>(KNATIVE_SERVICES, key);
  if (found === undefined) throw new Error('no Knative Service');
  return found;
};
const reconciled = async (): Promise<void> => {
  await router.reconcile(subject(), signal);
  await caughtUp();
};
const say = async (status: object): Promise<void> => {
  stopKnative();
  lab.api.store.patchStatus(KNATIVE_SERVICES, key, { status });
  await caughtUp();
};

describe('reconcile', () => {
  it('names the newest revision as the primary, with all requests', async () => {
    await reconciled();
    expect(live().metadata.annotations).toEqual({ mine: 'x', [PRIMARY_REVISION]: 'podinfo-00001' });
    expect(live().spec).toMatchObject({ template: SERVICE.spec?.['template'], traffic: [{ latestRevision: true, percent: 0 }, { revisionName: 'podinfo-00001', percent: 100 }] });
  });

  it('leaves a primary that has its name', async () => {
    await reconciled();
    await router.setTraffic(subject(), splitAt(30), signal);
    await say({ latestCreatedRevisionName: 'podinfo-00002' });
    await router.reconcile(subject(), signal);
    expect(lab.api.requests.total).toBe(0);
    expect(live().metadata.annotations?.[PRIMARY_REVISION]).toBe('podinfo-00001');
  });

  it('waits for the first revision', async () => {
    await say({ latestCreatedRevisionName: null });
    await expect(router.reconcile(subject(), signal)).rejects.toMatchObject({ code: 'NotFound', retry: 'later', message: 'Knative Service podinfo.test has no status.latestCreatedRevisionName yet' });
  });
});

describe('traffic', () => {
  it('goes to the newest revision and to the primary', async () => {
    await reconciled();
    await router.setTraffic(subject(), splitAt(40), signal);
    expect(live().spec?.traffic).toEqual([{ latestRevision: true, percent: 40 }, { revisionName: 'podinfo-00001', percent: 60 }]);
    await caughtUp();
    await router.setTraffic(subject(), splitAt(40), signal);
    expect(lab.api.requests.total).toBe(0);
    expect(await router.getTraffic(subject(), signal)).toEqual(splitAt(40));
  });

  it('is not read while Knative lags behind', async () => {
    await reconciled();
    stopKnative();
    await router.setTraffic(subject(), splitAt(40), signal);
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({ code: 'Invalid', retry: 'later', message: 'Knative Service podinfo.test has a status of generation 2, not yet of 3' });
  });

  it('is told apart where the newest revision is the primary', async () => {
    await reconciled();
    await say({ traffic: [{ latestRevision: true, revisionName: 'podinfo-00001', percent: 0 }, { latestRevision: false, revisionName: 'podinfo-00001', percent: 100 }] });
    expect(await router.getTraffic(subject(), signal)).toEqual(splitAt(0));
  });

  it('is that of the primary before, where a promotion has named the newest revision', async () => {
    await reconciled();
    await say({ traffic: [{ latestRevision: true, revisionName: 'podinfo-00001', percent: 60 }, { latestRevision: false, revisionName: 'podinfo-00000', percent: 40 }] });
    expect(await router.getTraffic(subject(), signal)).toEqual(splitAt(60));
  });

  it.each([
    ['no traffic', null],
    ['no entry that follows the newest revision', [{ revisionName: 'podinfo-00001', percent: 100 }]],
    ['no entry of the primary', [{ latestRevision: true, revisionName: 'podinfo-00002', percent: 100 }, { revisionName: 'podinfo-00000', percent: 0 }]],
    ['no percentage', [{ latestRevision: true, revisionName: 'podinfo-00001' }, { revisionName: 'podinfo-00001', percent: 100 }]],
  ])('with %s is told', async (_, traffic) => {
    await reconciled();
    await say({ traffic });
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'Knative Service podinfo.test has no percentages in its status for the latest revision and for podinfo-00001' });
  });

  it('needs a primary', async () => {
    const problem = { code: 'Invalid', retry: 'later', message: `Knative Service podinfo.test has no annotation ${PRIMARY_REVISION}` };
    await expect(router.getTraffic(subject(), signal)).rejects.toMatchObject(problem);
    await expect(router.setTraffic(subject(), splitAt(1), signal)).rejects.toMatchObject(problem);
  });

  it('needs the Service', async () => {
    lab.api.store.remove(KNATIVE_SERVICES, key);
    await caughtUp();
    await expect(router.setTraffic(subject(), splitAt(1), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'Service podinfo.test get query error: services.serving.knative.dev "podinfo" not found' });
  });
});

describe('finalize', () => {
  it('gives the Service back', async () => {
    await reconciled();
    await router.finalize(subject(), signal);
    expect(live().metadata.annotations).toEqual({ mine: 'x' });
    expect(live().spec?.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
  });

  it('leaves a Service that was never taken, or is gone', async () => {
    await router.finalize(subject(), signal);
    lab.api.store.remove(KNATIVE_SERVICES, key);
    await caughtUp();
    await router.finalize(subject(), signal);
    expect(lab.api.requests.total).toBe(0);
  });
});

describe('the provider', () => {
  it('asks for no more than it uses', async () => {
    const operator = await lab.openCluster();
    const own = new KnativeRouter({ store: operator.store });
    await own.reconcile(subject(), signal);
    await operator.settled(lab.api.barrier(), signal);
    await own.finalize(subject(), signal);
    await operator.close();
    const used = new Set(lab.api.requests.records.filter(({ resource }) => resource === 'services').map(({ verb }) => verb));
    expect([...used].filter(verb => !knativeProvider.rbac[0]?.verbs.includes(verb))).toEqual([]);
    expect(used.has('patch')).toBe(true);
  });

  it('measures the newest revision', () => {
    expect([knativeObserver.successRate.query, knativeObserver.duration.query]).toEqual([
      ' sum( rate( envoy_cluster_upstream_rq{ envoy_cluster_name=~"{{ namespace }}/{{ route }}", envoy_response_code!~"5.*" }[{{ interval }}] ) ) / sum( rate( envoy_cluster_upstream_rq{ envoy_cluster_name=~"{{ namespace }}/{{ route }}", }[{{ interval }}] ) ) * 100',
      ' histogram_quantile( 0.99, sum( rate( envoy_cluster_upstream_rq_time_bucket{ envoy_cluster_name=~"{{ namespace }}/{{ route }}", }[{{ interval }}] ) ) by (le) )',
    ]);
  });
});

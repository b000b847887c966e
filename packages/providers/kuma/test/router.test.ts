import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterLab, splitAt } from '@flagger/testkit';
import { SERVICE_TAG, TRAFFIC_ROUTES } from '../src/kuma-types.ts';
import type { TrafficRoute } from '../src/kuma-types.ts';
import { kumaSubject } from './kuma-subject.ts';

const { signal } = new AbortController();
const key = { name: 'podinfo' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(kumaSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): TrafficRoute | undefined => lab.api.store.get(TRAFFIC_ROUTES, key);
const patch = async (change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(TRAFFIC_ROUTES, key, change);
  await lab.settle(signal);
};

describe('the Kuma router', () => {
  it('keeps the live split when it takes back a foreign edit', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    const right = live();
    await patch({ metadata: { labels: { foreign: 'x' } }, spec: { sources: [{ match: { [SERVICE_TAG]: 'front' } }] } });
    await lab.router.reconcile(lab.release(), signal);
    expect(live()?.spec).toEqual(right?.spec);
    expect(live()?.metadata.labels ?? {}).toEqual({});
  });

  it('leaves the mesh of a route that exists as it is', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ mesh: 'shop' });
    lab.api.requests.reset();
    await lab.router.reconcile(lab.release(), signal);
    expect(live()?.mesh).toBe('shop');
    expect(lab.writes).toBe(0);
  });

  it.each([
    ['no split', { conf: null }],
    ["a stranger's split", { conf: { split: [{ weight: 100, destination: { [SERVICE_TAG]: 'other_test_svc_80' } }] } }],
    ['a split without tags', { conf: { split: [{ weight: 100 }] } }],
  ])('tells of %s, and mends it', async (_, spec) => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ spec });
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({
      code: 'Invalid', message: 'TrafficRoute podinfo does not contain routes for podinfo-primary and podinfo-canary',
    });
    await lab.router.reconcile(lab.release(), signal);
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(0));
  });

  it('takes its route away when the canary is given up', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.finalize(lab.release(), signal);
    expect(live()).toBeUndefined();
  });

  it("leaves a route that is about another namespace's Service", async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ spec: { destinations: [{ match: { [SERVICE_TAG]: 'podinfo_other_svc_80' } }] } });
    await lab.router.finalize(lab.release(), signal);
    expect(live()).toBeDefined();
  });

  it('says which route is missing', async () => {
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({
      code: 'NotFound', message: 'TrafficRoute podinfo get query error: trafficroutes.kuma.io "podinfo" not found',
    });
  });
});

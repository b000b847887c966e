import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterLab, sampleSubject, splitAt } from '@flagger/testkit';
import { APISIX_ROUTES } from '../src/apisix-types.ts';
import type { ApisixHttpRule, ApisixRoute } from '../src/apisix-types.ts';
import { apisixSubject } from './apisix-subject.ts';

const { signal } = new AbortController();
const generated = { namespace: 'test', name: 'shop-podinfo-canary' };
const source = { namespace: 'test', name: 'shop' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(apisixSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): ApisixRoute | undefined => lab.api.store.get(APISIX_ROUTES, generated);
const rules = (): readonly ApisixHttpRule[] => live()?.spec?.http ?? [];
const patch = async (key: typeof generated, change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(APISIX_ROUTES, key, change);
  await lab.settle(signal);
};

describe('the APISIX router', () => {
  it("keeps the live split when it follows a change of the user's route", async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await patch(source, { spec: { http: [{ name: 'all', match: { hosts: ['other.example'], paths: ['/*'] }, backends: [{ serviceName: 'podinfo', servicePort: 8080 }] }] } });
    await lab.router.reconcile(lab.release(), signal);
    expect(rules()).toMatchObject([{ match: { hosts: ['other.example'] }, backends: [{ servicePort: 8080, weight: 70 }, { servicePort: 8080, weight: 30 }] }]);
  });

  it("leaves the user's route as it is", async () => {
    const before = lab.api.store.get(APISIX_ROUTES, source);
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await lab.router.finalize(lab.release(), signal);
    expect(lab.api.store.get(APISIX_ROUTES, source)).toEqual(before);
  });

  it('leaves foreign labels where they are', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch(generated, { metadata: { labels: { foreign: 'x' } } });
    lab.api.requests.reset();
    await lab.router.reconcile(lab.release(), signal);
    expect(lab.writes).toBe(0);
  });

  it.each([
    ['a primary without a weight', [{ name: 'all', backends: [{ serviceName: 'podinfo-primary', servicePort: 80 }] }]],
    ['a rule without a primary', [{ name: 'all', backends: [{ serviceName: 'podinfo', servicePort: 80 }] }]],
    ['no rule', null],
  ])('tells of %s, and mends it', async (_, http) => {
    await lab.router.reconcile(lab.release(), signal);
    await patch(generated, { spec: { http } });
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({
      code: 'Invalid', message: 'ApisixRoute shop-podinfo-canary.test does not contain weights for podinfo-primary and podinfo-canary',
    });
    await lab.router.reconcile(lab.release(), signal);
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(0));
  });

  it("says that the user's route is missing", async () => {
    lab.api.store.remove(APISIX_ROUTES, source);
    await lab.settle(signal);
    await expect(lab.router.reconcile(lab.release(), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'ApisixRoute shop.test get query error: apisixroutes.apisix.apache.org "shop" not found' });
  });

  it.each(['reconcile', 'getTraffic'] as const)('%s says that the canary names no route', async method => {
    await expect(lab.router[method](sampleSubject(), signal)).rejects.toMatchObject({ code: 'Invalid', retry: 'never' });
  });
});

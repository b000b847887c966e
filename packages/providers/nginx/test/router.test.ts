import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INGRESSES } from '@flagger/sdk';
import type { Ingress } from '@flagger/sdk';
import { RouterLab, sampleSubject, splitAt } from '@flagger/testkit';
import { nginxSubject, pathTo } from './nginx-subject.ts';

const { signal } = new AbortController();
const generated = { namespace: 'test', name: 'shop-canary' };
const source = { namespace: 'test', name: 'shop' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(nginxSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): Ingress | undefined => lab.api.store.get(INGRESSES, generated);
const patch = async (key: typeof generated, change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(INGRESSES, key, change);
  await lab.settle(signal);
};

describe('the NGINX router', () => {
  it("keeps the live split when it follows the rules of the user's Ingress, whose annotations it has copied once", async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await patch(source, { metadata: { annotations: { later: 'x' } }, spec: { rules: [{ host: 'other.example', http: { paths: [pathTo('podinfo', '/app')] } }] } });
    await lab.router.reconcile(lab.release(), signal);
    expect(live()?.spec?.rules).toEqual([{ host: 'other.example', http: { paths: [pathTo('podinfo-canary', '/app')] } }]);
    expect(live()?.metadata.annotations).not.toHaveProperty('later');
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(30));
  });

  it("leaves the user's Ingress as it is", async () => {
    const before = lab.api.store.get(INGRESSES, source);
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await lab.router.finalize(lab.release(), signal);
    expect(lab.api.store.get(INGRESSES, source)).toEqual(before);
  });

  it('keeps annotations that somebody has added', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch(generated, { metadata: { annotations: { mine: 'x' } } });
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await lab.router.setTraffic(lab.release(), splitAt(0), signal);
    expect(live()?.metadata.annotations).toMatchObject({ mine: 'x', 'kubernetes.io/ingress.class': 'nginx' });
  });

  it("says that the user's Ingress is missing", async () => {
    lab.api.store.remove(INGRESSES, source);
    await lab.settle(signal);
    await expect(lab.router.reconcile(lab.release(), signal)).rejects.toMatchObject({ code: 'NotFound', message: 'Ingress shop.test get query error: ingresses.networking.k8s.io "shop" not found' });
  });

  it.each([
    ['reconcile', () => lab.router.reconcile(sampleSubject(), signal)],
    ['getTraffic', () => lab.router.getTraffic(sampleSubject(), signal)],
    ['setTraffic', () => lab.router.setTraffic(sampleSubject(), splitAt(1), signal)],
  ])('%s says that the canary names no Ingress', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'Invalid', retry: 'never', message: 'ingress selector is empty: spec.ingressRef names no Ingress' });
  });
});

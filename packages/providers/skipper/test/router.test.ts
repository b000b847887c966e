import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INGRESSES } from '@flagger/sdk';
import type { Ingress } from '@flagger/sdk';
import { RouterLab, sampleSubject, splitAt } from '@flagger/testkit';
import { pathTo, skipperSubject } from './skipper-subject.ts';

const { signal } = new AbortController();
const generated = { namespace: 'test', name: 'shop-canary' };
const source = { namespace: 'test', name: 'shop' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(skipperSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): Ingress | undefined => lab.api.store.get(INGRESSES, generated);
const predicates = (): string | undefined => live()?.metadata.annotations?.['zalando.org/skipper-predicate'];
const patch = async (key: typeof generated, change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(INGRESSES, key, change);
  await lab.settle(signal);
};

describe('the Skipper router', () => {
  it.each([
    [30, 'Weight(100)'],
    [0, 'False()'],
  ])("keeps the live split of %d percent when it follows a change of the user's Ingress, whose annotations it copies anew", async (percent, predicate) => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(percent), signal);
    await patch(source, { metadata: { annotations: { later: 'x' } }, spec: { rules: [{ host: 'other.example', http: { paths: [pathTo('podinfo', '/app')] } }] } });
    await lab.router.reconcile(lab.release(), signal);
    expect(live()?.spec?.rules).toMatchObject([{ host: 'other.example' }]);
    expect(live()?.metadata.annotations).toMatchObject({ later: 'x', 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' });
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(percent));
    expect(predicates()).toBe(predicate);
  });

  it.each(['zalando.org/backend-weights', 'zalando.org/skipper-predicate'])('mends annotations without %s', async annotation => {
    await lab.router.reconcile(lab.release(), signal);
    await patch(generated, { metadata: { annotations: { [annotation]: null } } });
    await lab.router.reconcile(lab.release(), signal);
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(0));
    expect(predicates()).toBe('Weight(100)');
  });

  it('leaves the field to the user once the canary gets nothing', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(40), signal);
    expect(predicates()).toBe('Weight(100)');
    await lab.router.setTraffic(lab.release(), splitAt(0), signal);
    expect(predicates()).toBe('False()');
  });

  it("takes its Ingress away, and leaves the user's as it is", async () => {
    const before = lab.api.store.get(INGRESSES, source);
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    await lab.router.finalize(lab.release(), signal);
    expect(live()).toBeUndefined();
    expect(lab.api.store.get(INGRESSES, source)).toEqual(before);
  });

  it('lets a canary go that names no Ingress, or has no generated one', async () => {
    await lab.router.finalize(sampleSubject(), signal);
    await lab.router.finalize(lab.release(), signal);
    expect(lab.writes).toBe(0);
  });

  it('says that the canary names no Ingress', async () => {
    await expect(lab.router.reconcile(sampleSubject(), signal)).rejects.toMatchObject({ code: 'Invalid', retry: 'never' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterLab, splitAt } from '@flagger/testkit';
import { TRAEFIK_SERVICES } from '../src/traefik-types.ts';
import type { TraefikService } from '../src/traefik-types.ts';
import { traefikSubject } from './traefik-subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(traefikSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): TraefikService | undefined => lab.api.store.get(TRAEFIK_SERVICES, key);
const patch = async (change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(TRAEFIK_SERVICES, key, change);
  await lab.settle(signal);
};

describe('the Traefik router', () => {
  it.each([0, 30, 100])('keeps the live split of %d percent when it takes back a foreign edit', async percent => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(percent), signal);
    const right = live();
    await patch({ metadata: { annotations: { foreign: 'x' } }, spec: { weighted: { sticky: { cookie: { name: 'c' } } } } });
    await lab.router.reconcile(lab.release(), signal);
    expect(live()?.spec).toEqual(right?.spec);
    expect(live()?.metadata.annotations).toEqual(right?.metadata.annotations);
  });

  it('changes nothing but the Services when it sets a split', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ spec: { weighted: { sticky: { cookie: { name: 'c' } } } } });
    await lab.router.setTraffic(lab.release(), splitAt(20), signal);
    expect(live()?.spec?.weighted).toMatchObject({ sticky: { cookie: { name: 'c' } }, services: [{ weight: 80 }, { weight: 20 }] });
  });

  it('reads what Flagger wrote at 0/100, where the primary has no weight', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ spec: { weighted: { services: [{ name: 'podinfo-primary', port: 80 }, { name: 'podinfo-canary', port: 80, weight: 100 }] } } });
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(100));
  });

  it.each([
    ['mirrors', { weighted: null, mirroring: { name: 'podinfo' } }],
    ['has no Service', { weighted: { services: [] } }],
    ["has a stranger's Service", { weighted: { services: [{ name: 'other', port: 80 }] } }],
  ])('tells of one that %s, and takes it over', async (_, spec) => {
    await lab.router.reconcile(lab.release(), signal);
    await patch({ spec });
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'TraefikService podinfo.test services not found' });
    await lab.router.reconcile(lab.release(), signal);
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(0));
    expect(live()?.spec).not.toHaveProperty('mirroring');
  });

  it('says which one is missing', async () => {
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({
      code: 'NotFound', message: 'TraefikService podinfo.test get query error: traefikservices.traefik.io "podinfo" not found',
    });
  });
});

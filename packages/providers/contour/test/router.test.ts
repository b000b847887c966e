import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RouterLab, splitAt } from '@flagger/testkit';
import { HTTP_PROXIES } from '../src/contour-types.ts';
import type { HttpProxy } from '../src/contour-types.ts';
import { contourSubject } from './contour-subject.ts';

const { signal } = new AbortController();
const key = { namespace: 'test', name: 'podinfo' };

let lab: RouterLab;

beforeAll(async () => {
  lab = await RouterLab.start(contourSubject, { crds: true });
});

beforeEach(() => lab.reset(signal));

afterAll(() => lab.close());

const live = (): HttpProxy | undefined => lab.api.store.get(HTTP_PROXIES, key);
const patch = async (change: Record<string, unknown>): Promise<void> => {
  lab.api.store.patch(HTTP_PROXIES, key, change);
  await lab.settle(signal);
};

describe('the Contour router', () => {
  it('keeps the live split when it takes back a foreign edit', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    const right = live();
    await patch({ metadata: { annotations: { foreign: 'x' } }, spec: { virtualhost: { fqdn: 'elsewhere.example' }, tcpproxy: { services: [{ name: 'x', port: 1 }] } } });
    await lab.router.reconcile(lab.release(), signal);
    expect(live()).toMatchObject({ metadata: { annotations: right?.metadata.annotations }, spec: right?.spec });
    expect(live()?.metadata.annotations).not.toHaveProperty('foreign');
    expect(live()?.spec).toEqual(right?.spec);
  });

  it('takes over a proxy that has its name, and begins at the primary', async () => {
    const spec = { virtualhost: { fqdn: 'app.example' }, routes: [{ services: [{ name: 'podinfo', port: 80 }] }] };
    lab.api.store.put({ apiVersion: HTTP_PROXIES.apiVersion, kind: HTTP_PROXIES.kind, metadata: key, spec });
    await lab.settle(signal);
    await expect(lab.router.getTraffic(lab.release(), signal)).rejects.toMatchObject({ code: 'Invalid', message: 'HTTPProxy podinfo.test services not found' });
    await lab.router.reconcile(lab.release(), signal);
    expect(await lab.router.getTraffic(lab.release(), signal)).toEqual(splitAt(0));
    expect(live()?.spec).not.toHaveProperty('virtualhost');
  });

  it('changes the layout when the canary turns to A/B testing, and keeps the split', async () => {
    await lab.router.reconcile(lab.release(), signal);
    await lab.router.setTraffic(lab.release(), splitAt(30), signal);
    const testing = lab.release({ analysis: { iterations: 2, match: [{ headers: { a: { exact: 'b' } } }] } });
    await lab.router.reconcile(testing, signal);
    expect(live()?.spec?.routes).toHaveLength(2);
    expect(await lab.router.getTraffic(testing, signal)).toEqual(splitAt(30));
  });

  it('says which proxy is missing', async () => {
    await expect(lab.router.setTraffic(lab.release(), splitAt(10), signal)).rejects.toMatchObject({
      code: 'NotFound', message: 'HTTPProxy podinfo.test get query error: httpproxies.projectcontour.io "podinfo" not found',
    });
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { CanaryAnalysis, RouteSubject } from '@flagger/sdk';
import { RouterLab } from '@flagger/testkit';
import { renderHttpRoute, V1, V1BETA1 } from '../src/index.ts';
import type { HttpRoute, MirrorFilter } from '../src/gateway-api-types.ts';
import { adoptingSubject, routerSubject, split, START, subject } from './subject.ts';

const { signal } = new AbortController();
const analysis = (mirrorWeight?: number): CanaryAnalysis => ({ iterations: 3, mirror: true, ...(mirrorWeight !== undefined && { mirrorWeight }) });

function mirrorsOf({ spec }: HttpRoute): readonly MirrorFilter['requestMirror'][] {
  return (spec?.rules ?? []).flatMap(({ filters = [] }) => filters.flatMap(filter => (filter.type === 'RequestMirror' ? [filter.requestMirror] : [])));
}

describe('a mirror', () => {
  const backendRef = { group: '', kind: 'Service', name: 'podinfo-canary', port: 80 };

  it.each([
    [V1, 40, { backendRef, percent: 40 }],
    [V1BETA1, 1, { backendRef, percent: 1 }],
    [V1, undefined, { backendRef }],
    [V1, 0, { backendRef }],
    [V1, 100, { backendRef }],
  ])('copies as many requests as mirrorWeight says: %#', (version, weight, mirror) => {
    expect(mirrorsOf(renderHttpRoute(subject({ analysis: analysis(weight) }), split(0, true), { version, ownerReferences: true }))).toEqual([mirror]);
  });

  it('that the service asks for has all requests', () => {
    const service = { mirror: [{ backendRef: { name: 'audit', port: 80 } }] };
    expect(mirrorsOf(renderHttpRoute(subject({ analysis: analysis(40), service }), START, { version: V1, ownerReferences: true }))).toEqual([{ backendRef: { ...backendRef, name: 'audit' } }]);
  });
});

describe('CRDs older than the Gateway API 1.3, which drop the share', () => {
  let lab: RouterLab;

  afterEach(() => lab.close());

  it.each([['its own', routerSubject(V1), 'podinfo'], ["a user's", adoptingSubject(V1), 'shop']])('let %s route rest all the same', async (_, routed, name) => {
    const crds = String(routed.crds).replaceAll(/^( +)percent:\n(?:\1 +.*\n)+/gm, '');
    lab = await RouterLab.start({ ...routed, crds }, { crds: true });
    await lab.reset(signal);
    const release: RouteSubject = lab.release({ analysis: analysis(40) });
    await lab.router.reconcile(release, signal);
    await lab.router.setTraffic(release, split(0, true), signal);
    const live = lab.api.store.get<HttpRoute>(V1.routes, { namespace: 'test', name });
    expect(live && mirrorsOf(live)).toEqual([{ backendRef: { group: '', kind: 'Service', name: 'podinfo-canary', port: 80 } }]);
    lab.api.requests.reset();
    await lab.router.reconcile(release, signal);
    expect(lab.writes).toBe(0);
    expect(await lab.readBack(release, signal)).toEqual(split(0, true));
  });
});

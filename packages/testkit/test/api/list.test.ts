import { describe, expect, it } from '@jest/globals';
import { CONFIG_MAPS, configMap, startLab } from './api-client.ts';
import type { Lab } from './api-client.ts';

async function withMaps(...maps: [name: string, labels: Record<string, string>][]): Promise<Lab> {
  const lab = await startLab();
  for (const [name, labels] of maps) await lab.post(CONFIG_MAPS, configMap(name, {}, { labels }));
  return lab;
}

async function names(lab: Lab, query: string): Promise<string[]> {
  const { body } = await lab.get(`${CONFIG_MAPS}?${query}`);
  return (body['items'] as unknown as { metadata: { name: string } }[]).map(item => item.metadata.name);
}

describe('list', () => {
  it('is ordered, and says at which resource version it is', async () => {
    const lab = await withMaps(['b', {}], ['a', {}], ['c', {}]);
    const { body } = await lab.get(CONFIG_MAPS);
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: lab.api.resourceVersion } });
    expect(await names(lab, '')).toEqual(['a', 'b', 'c']);
  });

  it('goes over all namespaces', async () => {
    const lab = await withMaps(['a', {}]);
    lab.api.store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'z', namespace: 'another' } });
    const { body } = await lab.get('/api/v1/configmaps');
    expect((body['items'] as unknown as { metadata: { namespace: string } }[]).map(item => item.metadata.namespace)).toEqual(['another', 'default']);
  });

  it.each([
    ['labelSelector=app%3Da', ['one', 'three']],
    ['labelSelector=app!%3Da', ['four', 'two']],
    ['labelSelector=app in (a,b),tier', ['three']],
    ['labelSelector=app notin (a)', ['four', 'two']],
    ['labelSelector=!tier', ['four', 'one', 'two']],
    ['labelSelector=app==b', ['two']],
    ['fieldSelector=metadata.name=two', ['two']],
    ['fieldSelector=metadata.name!=two,metadata.namespace=default', ['four', 'one', 'three']],
    ['fieldSelector=metadata.namespace=elsewhere', []],
  ])('selects by %s', async (query, expected) => {
    const lab = await withMaps(['one', { app: 'a' }], ['two', { app: 'b' }], ['three', { app: 'a', tier: 'x' }], ['four', {}]);
    expect(await names(lab, query)).toEqual(expected);
  });

  it('selects events by the object that they are about', async () => {
    const lab = await startLab();
    const events = '/api/v1/namespaces/default/events';
    for (const kind of ['Pod', 'Canary']) await lab.post(events, { apiVersion: 'v1', kind: 'Event', metadata: { name: kind.toLowerCase() }, involvedObject: { kind, name: 'x', namespace: 'default' } });
    const { body } = await lab.get(`${events}?fieldSelector=involvedObject.kind=Canary,involvedObject.name=x`);
    expect(body['items']).toMatchObject([{ metadata: { name: 'canary' } }]);
  });

  it('refuses a selector that it cannot read', async () => {
    const lab = await startLab();
    expect((await lab.get(`${CONFIG_MAPS}?labelSelector=a%20b`)).code).toBe(400);
  });

  it('comes in pages', async () => {
    const lab = await withMaps(['a', {}], ['b', {}], ['c', {}]);
    const first = await lab.get(`${CONFIG_MAPS}?limit=2`);
    const { continue: token, remainingItemCount } = first.body['metadata'] as { continue: string; remainingItemCount: number };
    expect([await names(lab, 'limit=2'), remainingItemCount]).toEqual([['a', 'b'], 1]);
    expect(await names(lab, `limit=2&continue=${token}`)).toEqual(['c']);
    await lab.post(CONFIG_MAPS, configMap('d'));
    lab.api.expireHistory();
    const late = await lab.get(`${CONFIG_MAPS}?limit=2&continue=${token}`);
    expect([late.code, late.body['reason']]).toEqual([410, 'Expired']);
    expect((await lab.get(`${CONFIG_MAPS}?continue=nonsense`)).code).toBe(400);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { askedQueries } from '@flagger/testkit';
import { parse } from 'yaml';
import type { Canary, Traffic } from '@flagger/sdk';
import { appMeshObserver, V1BETA2 } from '../src/index.ts';
import type { AppMeshObject, RoutesObject } from '../src/appmesh-types.ts';
import { readTraffic } from '../src/read-traffic.ts';

interface Recording {
  readonly canary: Canary;
  readonly states: readonly { readonly traffic: Traffic; readonly objects: readonly AppMeshObject[] }[];
  readonly queries: readonly string[];
}

const FOLDER = new URL('golden/', import.meta.url);
const recordings = readdirSync(FOLDER).map(file => [file, parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording] as const);
const target = { labelKey: 'app', labelValue: 'podinfo', ports: [] };

describe.each(recordings)('as Flagger wrote it: %s', (_, { canary, states: [first, ...later], queries }) => {
  const render = (traffic: Traffic): readonly AppMeshObject[] => V1BETA2.render({ canary, target }, traffic, true).map(({ object }) => object);

  it('all objects, in their order', () => {
    if (first === undefined) throw new Error('the recording has a first state');
    expect(render(first.traffic)).toEqual(first.objects);
  });

  it.each(later.map(state => [state.traffic.canary, state] as const))('the VirtualRouter at %d percent', (_percent, { traffic, objects: [recorded] }) => {
    const router = render(traffic).find(({ kind }) => kind === 'VirtualRouter');
    expect(router).toEqual(recorded);
    expect(readTraffic(router as RoutesObject, canary)).toEqual(traffic);
  });

  it('the queries', () => {
    expect(askedQueries(appMeshObserver, { canary, target })).toEqual(expect.arrayContaining([...queries]));
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { askedQueries } from '@flagger/testkit';
import { parse } from 'yaml';
import type { Canary, Traffic } from '@flagger/sdk';
import { glooObserver, renderRouteTable, renderUpstream } from '../src/index.ts';
import { UPSTREAMS } from '../src/gloo-types.ts';
import type { RouteTable, Upstream } from '../src/gloo-types.ts';
import { readTraffic } from '../src/read-traffic.ts';

interface Recording {
  readonly canary: Canary;
  readonly states: readonly { readonly traffic: Traffic; readonly objects: readonly (RouteTable | Upstream)[] }[];
  readonly queries: readonly string[];
}

const FOLDER = new URL('golden/', import.meta.url);
const recordings = readdirSync(FOLDER).map(file => [file, parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording] as const);
const target = { labelKey: 'app', labelValue: 'podinfo', ports: [] };
/** The Upstream that the canaries of the recordings refer to. */
const config: Upstream = { apiVersion: UPSTREAMS.apiVersion, kind: UPSTREAMS.kind, metadata: { name: 'config' }, spec: { connectionConfig: { connectTimeout: '5s' } } };

describe.each(recordings)('as Flagger wrote it: %s', (_, { canary, states, queries }) => {
  it('the Upstreams', () => {
    const rendered = (['primary', 'canary'] as const).map(role =>
      renderUpstream(canary, { role, selector: { app: role === 'primary' ? 'podinfo-primary' : 'podinfo' }, config, ownerReferences: true }));
    expect(rendered).toEqual(states[0]?.objects.slice(0, 2));
  });

  it.each(states.map(state => [state.traffic.canary, state] as const))('the RouteTable at %d percent', (_percent, { traffic, objects }) => {
    const rendered = renderRouteTable({ canary, target }, traffic, true);
    expect(rendered).toEqual(objects.at(-1));
    expect(readTraffic(rendered, canary)).toEqual(traffic);
  });

  it('the queries', () => {
    expect(askedQueries(glooObserver, { canary, target })).toEqual(expect.arrayContaining([...queries]));
  });
});

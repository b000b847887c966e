import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { askedQueries } from '@flagger/testkit';
import { parse } from 'yaml';
import { httpObserver } from '@flagger/sdk';
import type { Canary, CanaryStatus, Traffic } from '@flagger/sdk';
import { renderHttpRoute, V1, V1BETA1 } from '../src/index.ts';
import type { HttpRoute } from '../src/gateway-api-types.ts';
import { readTraffic } from '../src/read-traffic.ts';

interface Recording {
  readonly canary: Canary;
  readonly states: readonly { readonly traffic: Traffic; readonly status?: CanaryStatus; readonly objects: readonly [HttpRoute] }[];
  readonly queries: readonly string[];
}

const FOLDER = new URL('golden/', import.meta.url);
const recordings = readdirSync(FOLDER).map(file => [file, parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording] as const);
const target = { labelKey: 'app', labelValue: 'podinfo', ports: [] };

describe.each(recordings)('as Flagger wrote it: %s', (file, { canary, states, queries }) => {
  const version = file.startsWith('gatewayapi-v1beta1') ? V1BETA1 : V1;

  it.each(states.map(state => [state.traffic.canary, state] as const))('the HTTPRoute at %d percent', (_, { traffic, status, objects: [recorded] }) => {
    const rendered = renderHttpRoute({ canary: { ...canary, ...(status && { status }) }, target }, traffic, { version, ownerReferences: true });
    expect(rendered).toEqual(recorded);
    expect(readTraffic(rendered, canary)).toEqual(traffic);
  });

  it('the queries', () => {
    expect(askedQueries(httpObserver, { canary, target })).toEqual(expect.arrayContaining([...queries]));
  });
});

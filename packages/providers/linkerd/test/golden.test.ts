import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { askedQueries } from '@flagger/testkit';
import { parse } from 'yaml';
import type { Canary, Traffic } from '@flagger/sdk';
import { renderTrafficSplit, SMI_VERSIONS } from '../src/index.ts';
import { readTraffic } from '../src/read-traffic.ts';
import type { TrafficSplit } from '../src/smi-types.ts';

interface Recording {
  readonly canary: Canary;
  readonly states: readonly { readonly traffic: Traffic; readonly objects: readonly [TrafficSplit] }[];
  readonly queries: readonly string[];
}

const FOLDER = new URL('golden/', import.meta.url);
const recordings = readdirSync(FOLDER).map(file => [file, parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording] as const);
const target = { labelKey: 'app', labelValue: 'podinfo', ports: [] };

describe.each(recordings)('as Flagger wrote it: %s', (_, { canary, states, queries }) => {
  const version = SMI_VERSIONS.find(({ names }) => names.some(name => name.replace('*', '') === canary.spec.provider));
  if (version === undefined) throw new Error('the recording is of a version');

  it.each(states.map(state => [state.traffic.canary, state] as const))('the TrafficSplit at %d percent', (_percent, { traffic, objects: [recorded] }) => {
    const rendered = renderTrafficSplit(canary, traffic, { version, mesh: '', ownerReferences: true });
    expect(rendered).toEqual(recorded);
    expect(readTraffic(rendered, canary)).toEqual(traffic);
  });

  it('the queries', () => {
    expect(askedQueries(version.observer, { canary, target })).toEqual(expect.arrayContaining([...queries]));
  });
});

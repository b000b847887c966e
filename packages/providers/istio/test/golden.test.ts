import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Canary, CanaryStatus, ObjectMeta, Traffic } from '@flagger/sdk';
import { renderDestinationRule, renderVirtualService } from '../src/index.ts';
import type { DestinationRule, VirtualServiceSpec } from '../src/istio-types.ts';
import { readTraffic } from '../src/read-traffic.ts';

interface Recording {
  readonly canary: Canary;
  readonly metadata: ObjectMeta;
  readonly states: readonly { readonly traffic: Traffic; readonly status?: CanaryStatus; readonly spec: VirtualServiceSpec }[];
  readonly destinationRules: readonly DestinationRule[];
}

const FOLDER = new URL('golden/', import.meta.url);
const recordings = readdirSync(FOLDER).map(file => [file, parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Recording] as const);
const target = { labelKey: 'app', labelValue: 'podinfo', ports: [] };

describe.each(recordings)('as Flagger wrote it: %s', (_, { canary, metadata, states, destinationRules }) => {
  it.each(states.map(state => [state.traffic.canary, state.traffic.mirrored, state] as const))('the VirtualService at %d percent, mirrored %p', (_canary, _mirrored, state) => {
    const subject = { canary: { ...canary, ...(state.status && { status: state.status }) }, target };
    const rendered = renderVirtualService(subject, state.traffic, true);
    expect(rendered).toEqual({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata, spec: state.spec });
    expect(readTraffic(rendered, canary)).toEqual(state.traffic);
  });

  it('the DestinationRules', () => {
    expect([renderDestinationRule(canary, 'canary', true), renderDestinationRule(canary, 'primary', true)]).toEqual(destinationRules);
  });
});

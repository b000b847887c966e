import { describe, expect, it } from '@jest/globals';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import { renderTraefikService, traefikObserver } from '../src/index.ts';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject, states, queries }) => {
  it.each(states)('writes the TraefikService at $canaryPercent percent', ({ canaryPercent, object }) => {
    expect(renderTraefikService(subject, splitAt(canaryPercent), { ownerReferences: true })).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(traefikObserver, subject)).toEqual(queries);
  });
});

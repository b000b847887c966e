import { describe, expect, it } from '@jest/globals';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import type { ApisixRoute } from '../src/apisix-types.ts';
import { apisixObserver, renderApisixRoute } from '../src/index.ts';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject, given: [source], states, queries }) => {
  it.each(states)('writes the ApisixRoute at $canaryPercent percent', ({ canaryPercent, object }) => {
    expect(renderApisixRoute(subject.canary, { source: source as ApisixRoute, traffic: splitAt(canaryPercent) }, { ownerReferences: true })).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(apisixObserver, subject)).toEqual(queries);
  });
});

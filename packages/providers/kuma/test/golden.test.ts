import { describe, expect, it } from '@jest/globals';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import { kumaObserver, renderTrafficRoute } from '../src/index.ts';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject, states, queries }) => {
  it.each(states)('writes the TrafficRoute at $canaryPercent percent', ({ canaryPercent, object }) => {
    expect(renderTrafficRoute(subject, splitAt(canaryPercent))).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(kumaObserver, subject)).toEqual(queries);
  });
});

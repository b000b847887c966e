import { describe, expect, it } from '@jest/globals';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import { contourObserver, renderHttpProxy } from '../src/index.ts';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject, states, queries }) => {
  it.each(states)('writes the HTTPProxy at $canaryPercent percent', ({ canaryPercent, object }) => {
    expect(renderHttpProxy(subject, splitAt(canaryPercent), { ownerReferences: true, ingressClass: '' })).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(contourObserver, subject)).toEqual(expect.arrayContaining([...queries]));
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Ingress } from '@flagger/sdk';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import { renderCanaryIngress, skipperObserver } from '../src/index.ts';
import { splitAnnotations } from '../src/split-annotations.ts';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject, given: [source], states, queries }) => {
  const made = renderCanaryIngress(subject.canary, source as Ingress, { ownerReferences: true });
  const [first, ...later] = states;

  it('makes the Ingress', () => {
    expect(made).toEqual(first?.object);
  });

  it.each(later)('writes it at $canaryPercent percent', ({ canaryPercent, object }) => {
    const standing = canaryPercent > 0 ? 'taken' : 'never taken';
    const annotations = splitAnnotations(made.metadata.annotations ?? {}, subject.canary, { traffic: splitAt(canaryPercent), standing });
    expect({ ...made, metadata: { ...made.metadata, annotations } }).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(skipperObserver, subject)).toEqual(queries);
  });
});

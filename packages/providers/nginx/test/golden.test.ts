import { describe, expect, it } from '@jest/globals';
import type { Ingress } from '@flagger/sdk';
import { askedQueries, readRouteRecordings, splitAt } from '@flagger/testkit';
import { nginxObserver, renderCanaryIngress } from '../src/index.ts';
import { splitAnnotations } from '../src/split-annotations.ts';

const prefix = 'nginx.ingress.kubernetes.io';

describe.each(readRouteRecordings(new URL('golden/', import.meta.url)))('as Flagger did: %s', (_, { subject: { canary, target }, given: [source], states, queries }) => {
  const made = renderCanaryIngress(canary, source as Ingress, { ownerReferences: true, ingressAnnotationsPrefix: prefix });

  it.each(states)('writes the Ingress at $canaryPercent percent', ({ canaryPercent, object }) => {
    const annotations = splitAnnotations(made.metadata.annotations ?? {}, canary, { traffic: splitAt(canaryPercent), prefix });
    expect({ ...made, metadata: { ...made.metadata, annotations } }).toEqual(object);
  });

  it('asks Prometheus', () => {
    expect(askedQueries(nginxObserver, { canary, target })).toEqual(queries);
  });
});

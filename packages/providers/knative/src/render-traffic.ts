import type { Traffic } from '@flagger/sdk';
import type { TrafficTarget } from './knative-types.ts';

/** All requests go to the newest revision: what Knative does by itself. */
export const ALL_TO_LATEST: readonly TrafficTarget[] = [{ latestRevision: true, percent: 100 }];

/** The traffic of a Service at a split between its newest revision and its primary. Pure. @source flagger pkg/router/knative.go SetRoutes */
export function renderTraffic(primaryRevision: string, traffic: Traffic): readonly TrafficTarget[] {
  return [
    { latestRevision: true, percent: traffic.canary },
    { revisionName: primaryRevision, percent: traffic.primary },
  ];
}

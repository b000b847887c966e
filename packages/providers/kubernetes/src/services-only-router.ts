import type { Router } from '@flagger/sdk';

/**
 * A router without routes. Users stay on the primary; the split only tells that iterations have begun.
 *
 * @source flagger pkg/router/nop.go
 */
export const servicesOnlyRouter: Router = {
  reconcile: () => Promise.resolve(),
  getTraffic: ({ canary }) => {
    const testing = (canary.status?.iterations ?? 0) > 0;
    return Promise.resolve({ primary: testing ? 0 : 100, canary: testing ? 100 : 0, mirrored: false });
  },
  setTraffic: () => Promise.resolve(),
  finalize: () => Promise.resolve(),
};

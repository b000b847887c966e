import type { Provider } from '@flagger/sdk';

/** A provider of these names, whose queries are the first of them. */
export function providerOf(names: readonly string[], createRouter: Provider['createRouter']): Provider {
  const query = names[0] ?? '';
  return {
    names, rbac: [], observer: { successRate: { query }, duration: { query: `histogram_quantile(${query})`, unit: 'seconds' } }, createRouter,
    capabilities: { weights: true, mirroring: 'none', matches: [], affinity: 'none', reconcileBefore: 'analysis', readBack: 'immediate', requires: [] },
  };
}

import type { Canary } from '@flagger/sdk';
import type { HttpRoute } from './gateway-api-types.ts';
import { canaryMirrors } from './render-filters.ts';

/**
 * The canary as its live route can say it: without `analysis.mirrorWeight` where the mirror stands without a percentage, which CRDs older than
 * the Gateway API 1.3 drop. Else such a route would be written again at every look.
 */
export function withoutLostPercent(canary: Canary, { spec }: HttpRoute): Canary {
  const { mirrorWeight, ...analysis } = canary.spec.analysis;
  const mirrors = (spec?.rules ?? []).flatMap(({ filters = [] }) => filters.filter(filter => canaryMirrors([filter], canary) > 0));
  const lost = mirrors.every(filter => filter.type === 'RequestMirror' && filter.requestMirror.percent === undefined);
  return mirrorWeight !== undefined && lost ? { ...canary, spec: { ...canary.spec, analysis } } : canary;
}

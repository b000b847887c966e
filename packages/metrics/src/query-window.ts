import { CanaryError, parseGoDuration } from '@flagger/sdk';
import type { Clock, MetricProviderEnv } from '@flagger/sdk';

/** Services that keep coarse series are asked for ten intervals. @source flagger pkg/metrics/providers, MetricsFromDeltaMultiplier */
const INTERVALS = 10;

/** The metric's interval in milliseconds. @throws CanaryError Invalid, where it has none: these services need a window */
export function intervalOf({ interval }: Pick<MetricProviderEnv, 'interval'>): number {
  const ms = parseGoDuration(interval);
  if (ms === undefined) throw new CanaryError('Invalid', 'never', `error parsing metric interval: time: invalid duration ${JSON.stringify(interval)}`);
  return ms;
}

/** Ten intervals that end now, in whole seconds since the epoch. */
export function lookBack(clock: Clock, intervalMs: number): { readonly fromS: number; readonly toS: number } {
  const toS = Math.floor(clock.now() / 1000);
  return { fromS: toS - Math.floor((INTERVALS * intervalMs) / 1000), toS };
}

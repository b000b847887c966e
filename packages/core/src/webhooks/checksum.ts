import type { CanaryStatus } from '@flagger/sdk';
import { fnv1a } from '../hash/fnv.ts';

/** A short word that stays while neither configs nor revision change; hooks use it to tell runs apart. */
export function statusChecksum({ trackedConfigs, lastAppliedSpec }: CanaryStatus): string {
  const configs = Object.entries(trackedConfigs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return fnv1a(JSON.stringify([configs, lastAppliedSpec ?? ''])).toString(36);
}

import type { CanaryStatus } from '@flagger/sdk';

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** A short word that stays while neither configs nor revision change; hooks use it to tell runs apart. FNV-1a, 64 bits. */
export function statusChecksum({ trackedConfigs, lastAppliedSpec }: CanaryStatus): string {
  const configs = Object.entries(trackedConfigs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(JSON.stringify([configs, lastAppliedSpec ?? '']))) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(36);
}

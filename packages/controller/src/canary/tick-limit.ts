import { parseGoDuration } from '@flagger/sdk';
import type { Canary, CanaryWebhook } from '@flagger/sdk';

const OWN_WORK_MS = 120_000;
const METRIC_MS = 30_000;
const HOOK_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;

/** How long a look at a canary may take: what its hooks and metrics may take, and then some. */
export function tickLimitMs({ spec }: Canary): number {
  const { webhooks = [], metrics = [] } = spec.analysis ?? {};
  return webhooks.reduce((sum, hook) => sum + hookLimitMs(hook), OWN_WORK_MS + metrics.length * METRIC_MS);
}

function hookLimitMs({ timeout = '', retries = 0 }: CanaryWebhook): number {
  return (parseGoDuration(timeout) ?? HOOK_MS) * (retries + 1) + LONGEST_PAUSE_MS * retries;
}

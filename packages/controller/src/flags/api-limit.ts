import { FLAGS } from './flag-table.ts';
import type { Flags } from './flags.ts';

/** How many requests go to the API server. */
export interface ApiLimit {
  /** In the long run, each second. */
  readonly qps?: number;
  /** At once. */
  readonly burst?: number;
}

/** More than are ever made. */
const NO_LIMIT = 1_000_000;
/** What 0 means. @source client-go rest.Config */
const FOR_ZERO = { qps: 5, burst: 10 };

/** The client-side rate limit, where the flags ask for another one than the default; below zero there is none. @source client-go rest.RESTClientForConfig */
export function apiLimit({ kubeconfigQps: qps, kubeconfigBurst: burst }: Pick<Flags, 'kubeconfigQps' | 'kubeconfigBurst'>): ApiLimit {
  if (qps === FLAGS.kubeconfigQps.initial && burst === FLAGS.kubeconfigBurst.initial) return {};
  if (qps < 0) return { qps: NO_LIMIT, burst: NO_LIMIT };
  return { qps: qps || FOR_ZERO.qps, burst: burst || FOR_ZERO.burst };
}

import type { CanaryStatus, TargetRevision } from '@flagger/sdk';
import { withoutRestored } from './restored-condition.ts';

/** The status as a run begins: nothing of the one before is told any more. A first run notes the revision that the primary was made with. */
export function begunRun(status: CanaryStatus, { hash, equalsPrimary }: TargetRevision, { judgesFirst }: { readonly judgesFirst?: true }): CanaryStatus {
  const { lastFailedCheck: _old, ...rest } = withoutRestored(status);
  return judgesFirst && !rest.lastPromotedSpec && equalsPrimary ? { ...rest, firstRevision: hash } : rest;
}

/** The status once a revision is called good: which one was the first is of no interest any more. */
export function calledGood({ firstRevision: _first, ...rest }: CanaryStatus): CanaryStatus {
  return rest;
}

import type { CanaryStatus, TargetRevision } from '@flagger/sdk';
import { withoutRestored } from './restored-condition.ts';

/**
 * The status as a run begins: nothing of the one before is told any more. A revision that the primary has already, and that was never called
 * good, is noted: it is the first, or one that was promoted in the place of another. The latter is what is promoted, whatever an older
 * definition of the API does to fields that it doesn't know.
 *
 * @differs Flagger goes on to call the other one promoted, and never releases it when it comes back after a failure: `first-revision.test.ts` "takes the place of the one that was called promoted"
 */
export function begunRun(status: CanaryStatus, { hash, equalsPrimary }: TargetRevision): CanaryStatus {
  const { lastFailedCheck: _old, ...rest } = withoutRestored(status);
  if (!equalsPrimary || hash === rest.lastPromotedSpec) return rest;
  return { ...rest, firstRevision: hash, ...(rest.lastPromotedSpec && { lastPromotedSpec: hash }) };
}

/** The status once a revision is called good: which one was the first is of no interest any more. */
export function calledGood({ firstRevision: _first, ...rest }: CanaryStatus): CanaryStatus {
  return rest;
}

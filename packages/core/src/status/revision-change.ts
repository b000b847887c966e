import type { CanaryStatus, TargetRevision } from '@flagger/sdk';

/** 'foreign': another software wrote the revision, so that it cannot be compared. */
export type RevisionChange = 'none' | 'changed' | 'foreign';

const OUR_HASH = /^v\d+-/;

/** A revision of ours that no target ever has. */
export const NO_REVISION = 'v1-none';

/**
 * Whether the target or its configs differ from what the status says was applied. Going back to the promoted revision
 * is no change: that is how users roll back by hand.
 *
 * @source flagger pkg/canary/spec.go hasSpecChanged, config_tracker.go HasConfigChanged
 */
export function revisionChange(status: CanaryStatus, revision: TargetRevision): RevisionChange {
  const applied = status.lastAppliedSpec ?? '';
  if (applied !== '' && !OUR_HASH.test(applied)) return 'foreign';
  return specChanged(status, revision.hash) || configsChanged(status.trackedConfigs, revision.trackedConfigs) ? 'changed' : 'none';
}

function specChanged(status: CanaryStatus, hash: string): boolean {
  if (!status.lastAppliedSpec) return true;
  return hash !== status.lastPromotedSpec && hash !== status.lastAppliedSpec;
}

/** Whether tracked configs differ: absent and empty are alike, an absent record differs from any config. */
export function configsChanged(old: CanaryStatus['trackedConfigs'], now: TargetRevision['trackedConfigs']): boolean {
  if (now === undefined) return false;
  const names = Object.keys(now);
  if (names.length !== Object.keys(old ?? {}).length) return true;
  return names.some(name => old?.[name] !== now[name]);
}

/**
 * The revisions to write over those of another software, so that taking over starts no rollout of an unchanged target.
 * A finished canary whose target differs from its primary was changed meanwhile: its release is due.
 */
export function adoptedRevisions(status: CanaryStatus, revision: TargetRevision): { lastAppliedSpec: string; lastPromotedSpec: string } {
  const promoted = revision.equalsPrimary ? revision.hash : NO_REVISION;
  const finished = status.phase === 'Initialized' || status.phase === 'Succeeded';
  return { lastAppliedSpec: finished ? promoted : revision.hash, lastPromotedSpec: promoted };
}

import { applyEdits } from './edit.ts';
import { isFields } from './fields.ts';
import type { Fields } from './fields.ts';
import { oldAnalysis, todaysEdits } from './todays-edits.ts';

/** What is wrong with `spec.canaryAnalysis`, for all who tell it. */
export const OLD_FORM = 'is the form of flagger.app/v1alpha3, which is not read any more';

/** What to do about it; today's form follows. */
export const OLD_FORM_FIX = 'write this in its place';

/** Today's form of an old analysis; undefined where there is no old one, or today's stands beside it. */
export function todaysAnalysis(manifest: Fields): Fields | undefined {
  if (oldAnalysis(manifest) === undefined || !isFields(manifest['spec']) || isFields(manifest['spec']['analysis'])) return undefined;
  const { spec } = applyEdits(manifest, todaysEdits(manifest));
  return isFields(spec) && isFields(spec['analysis']) ? spec['analysis'] : undefined;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What was applied, where kubectl noted it: the API server takes out of an object what its schema doesn't know, also when it reads one that was stored long ago.
 */
export function lastApplied({ metadata }: Fields): Fields | undefined {
  const annotations = isFields(metadata) ? metadata['annotations'] : undefined;
  const noted = isFields(annotations) ? annotations[LAST_APPLIED] : undefined;
  if (typeof noted !== 'string') return undefined;
  try {
    const manifest: unknown = JSON.parse(noted);
    return isFields(manifest) ? manifest : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One sentence about a canary in the old form, with today's as JSON, which is YAML too; undefined where it is today's. */
export function tellOldForm(manifest: Fields): string | undefined {
  const analysis = todaysAnalysis(manifest);
  return analysis && `spec.canaryAnalysis ${OLD_FORM}; ${OLD_FORM_FIX}: analysis: ${JSON.stringify(analysis)}`;
}

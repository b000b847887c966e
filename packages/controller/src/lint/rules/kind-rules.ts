import { distance } from 'fastest-levenshtein';
import { stringify } from 'yaml';
import type { Fields } from '../../old-form/fields.ts';
import { OLD_FORM, OLD_FORM_FIX, todaysAnalysis } from '../../old-form/tell-old-form.ts';
import { isOldVersion, oldAnalysis } from '../../old-form/todays-edits.ts';
import type { Problem } from '../finding.ts';
import { text } from '../manifest-object.ts';

const GROUP = 'flagger.app';
const VERSION = `${GROUP}/v1beta1`;
const KINDS = ['Canary', 'MetricTemplate', 'AlertProvider'];

/** A kind or group that is almost one of Flagger's; objects of others are none of lint's business. */
export function kindProblems(value: Fields): readonly Problem[] {
  const missing = ['apiVersion', 'kind'].filter(field => text(value[field]) === '');
  return missing.length > 0 ? missingProblems(value, missing) : strangeProblems(value);
}

/** Other YAML, such as values of a chart, has neither. */
function missingProblems({ apiVersion, kind }: Fields, missing: readonly string[]): readonly Problem[] {
  const isOurs = text(apiVersion).startsWith(`${GROUP}/`) || KINDS.includes(text(kind));
  const problem = (field: string): Problem => ({ rule: 'kind', path: [field], problem: 'is missing', fix: `add it, such as ${field === 'kind' ? 'Canary' : VERSION}` });
  return isOurs ? missing.map(problem) : [];
}

function strangeProblems({ apiVersion, kind }: Fields): readonly Problem[] {
  const [group = '', version] = text(apiVersion).split('/');
  const isOurs = KINDS.includes(text(kind));
  if (group === GROUP) return isOurs ? [] : [{ rule: 'kind', path: ['kind'], problem: `${JSON.stringify(kind)} is no kind of ${GROUP}`, fix: `write one of ${KINDS.join(', ')}` }];
  const isNear = isOurs && (version === undefined || distance(group, GROUP) <= 2);
  return isNear ? [{ rule: 'kind', path: ['apiVersion'], problem: `${JSON.stringify(apiVersion)} has no kind ${text(kind)}`, fix: `write ${VERSION}` }] : [];
}

/** Versions and forms of old, with today's. */
export function oldFormProblems(value: Fields): readonly Problem[] {
  const version: readonly Problem[] = isOldVersion(value)
    ? [{ rule: 'old-version', path: ['apiVersion'], problem: `${text(value['apiVersion'])} is not served any more`, fix: `write ${VERSION}` }]
    : [];
  return [...version, ...oldFields(value)];
}

function oldFields(value: Fields): readonly Problem[] {
  if (oldAnalysis(value) === undefined) return [];
  const found = { rule: 'old-form', path: ['spec', 'canaryAnalysis'], at: 'key' } as const;
  const analysis = todaysAnalysis(value);
  if (analysis === undefined) return [{ ...found, problem: `${OLD_FORM}; spec.analysis stands beside it`, fix: 'take it out' }];
  return [{ ...found, problem: OLD_FORM, fix: OLD_FORM_FIX, example: stringify({ analysis }, { lineWidth: 0 }).trimEnd() }];
}

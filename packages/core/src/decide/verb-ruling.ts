import { CANARY_VERBS } from '@flagger/sdk';
import type { CanaryVerb } from '@flagger/sdk';
import { nextStep, promotionWeight } from '../strategy/weights.ts';
import type { Evidence } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';
import type { VerbRequest } from './verb-request.ts';

/** Of a text that is no verb, as much is repeated. */
const REPEATED_CHARACTERS = 80;

/** The verbs that would do something now. */
function allowedVerbs(s: Snapshot): readonly CanaryVerb[] {
  if (s.canary.spec.suspend === true) return [];
  switch (s.phase) {
    case 'Waiting':
      return ['promote', 'abort', 'skip-step'];
    case 'Progressing':
      return ['promote', 'abort', s.paused ? 'resume' : 'pause', ...(hasStepLeft(s) ? (['skip-step'] as const) : [])];
    case 'WaitingPromotion':
      return ['promote', 'abort', s.paused ? 'resume' : 'pause'];
    case 'Failed':
      return ['retry'];
    default:
      return [];
  }
}

/** The verb that is asked for, where it is about this run, allowed now and not done already. */
export function grantedVerb(s: Snapshot, e: Evidence): VerbRequest | undefined {
  const request = s.verb?.request;
  return request !== undefined && objectionTo(request, s, e) === undefined ? request : undefined;
}

/** Why the verb that is asked for is not done, for people; undefined where it is granted or there is none. */
export function refusalOf(s: Snapshot, e: Evidence): string | undefined {
  if (s.verb === undefined) return undefined;
  const { text, request } = s.verb;
  const objection = request === undefined ? `write VERB REVISION, with one of ${CANARY_VERBS.join(', ')}` : objectionTo(request, s, e);
  if (objection === undefined) return undefined;
  const revision = revisionOf(s, e);
  const stands = `${s.phase}${s.paused ? ' and paused' : ''}${revision === '' ? '' : ` with revision ${revision}`}`;
  const state = s.canary.spec.suspend === true ? `suspended, ${stands}` : stands;
  return `Refused ${JSON.stringify(text.slice(0, REPEATED_CHARACTERS))}: ${objection}. The canary is ${state}; allowed: ${allowedVerbs(s).join(', ') || 'none'}`;
}

/** The revision that a run is about; one that waits for approval is not in the status yet. */
function revisionOf(s: Snapshot, e: Evidence): string {
  return (s.phase === 'Waiting' ? e.revision?.hash : undefined) ?? s.canary.status?.lastAppliedSpec ?? '';
}

function objectionTo(request: VerbRequest, s: Snapshot, e: Evidence): string | undefined {
  const done = s.canary.status?.lastVerb;
  if (done !== undefined && done.verb === request.verb && done.revision === request.revision && done.id === request.id) {
    return `it was done at ${done.at}; to ask for it once more, add a word that is new`;
  }
  if (request.revision !== revisionOf(s, e)) return 'that is not the revision of this run';
  return allowedVerbs(s).includes(request.verb) ? undefined : 'there is nothing that it could do now';
}

function hasStepLeft({ analysis: { strategy, iterations, spec }, ...s }: Snapshot): boolean {
  if (strategy !== 'canary') return iterations > s.iterations;
  return s.canaryWeight < promotionWeight(spec) && nextStep(s.canaryWeight, spec) > 0;
}

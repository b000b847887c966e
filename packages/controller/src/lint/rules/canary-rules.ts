import { capabilityProblems, missingFieldProblems } from '../capability-rules.ts';
import type { Problem } from '../finding.ts';
import type { CanaryRule, CanarySubject } from './canary-subject.ts';
import { durationProblems } from './duration-rules.ts';
import { metricProblems } from './metric-rules.ts';
import { numberProblems } from './number-rules.ts';
import { doubtProblems, refusalProblems } from './spec-rules.ts';
import { webhookProblems } from './webhook-rules.ts';

/** Rules about one canary by itself. */
const CANARY_RULES: readonly CanaryRule[] = [
  refusalProblems, missingFieldProblems, capabilityProblems, doubtProblems, numberProblems, durationProblems, metricProblems, webhookProblems,
];

/** All that is wrong with a canary that the schema takes. */
export function canaryProblems(subject: CanarySubject): readonly Problem[] {
  return CANARY_RULES.flatMap(rule => rule(subject));
}

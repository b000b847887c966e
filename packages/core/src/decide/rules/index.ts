import type { Rule } from '../rule.ts';
import { analysisRules } from './analysis.ts';
import { beginRules } from './begin.ts';
import { convergeRules } from './converge.ts';
import { deletionRules } from './deletion.ts';
import { entryRules } from './entry.ts';
import { abTestingRules, blueGreenRules } from './iterations.ts';
import { promotionRules } from './promotion.ts';
import { runRules } from './run.ts';
import { halfStepRule, weightedRules } from './weighted.ts';

/** The whole state machine, in the order in which rows are tried. */
export const rules: readonly Rule[] = [
  ...deletionRules,
  ...entryRules,
  ...convergeRules,
  ...beginRules,
  ...runRules,
  ...promotionRules,
  halfStepRule,
  ...analysisRules,
  ...abTestingRules,
  ...blueGreenRules,
  ...weightedRules,
];

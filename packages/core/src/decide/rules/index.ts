import type { Rule } from '../rule.ts';
import { analysisRules, pausedRule } from './analysis.ts';
import { beginRules } from './begin.ts';
import { convergeRules } from './converge.ts';
import { finishAskedPromotionRule, finishPromotionRule } from './cut-off.ts';
import { deletionRules } from './deletion.ts';
import { entryRules } from './entry.ts';
import { abTestingRules, blueGreenRules } from './iterations.ts';
import { startOverRule } from './first.ts';
import { promotionRules } from './promotion.ts';
import { restoreRules } from './restore.ts';
import { runRules } from './run.ts';
import { advanceVerbRules, suspendedVerbRule, verbRules } from './verbs.ts';
import { halfStepRule, weightedRules } from './weighted.ts';

/** The whole state machine, in the order in which rows are tried. */
export const rules: readonly Rule[] = [
  ...deletionRules,
  suspendedVerbRule,
  ...entryRules,
  ...convergeRules,
  ...restoreRules,
  ...verbRules,
  finishAskedPromotionRule,
  finishPromotionRule,
  startOverRule,
  ...beginRules,
  ...runRules,
  ...advanceVerbRules,
  ...promotionRules,
  halfStepRule,
  pausedRule,
  ...analysisRules,
  ...abTestingRules,
  ...blueGreenRules,
  ...weightedRules,
];

import { CANARY_PHASES } from '@flagger/sdk';
import { rules } from './rules/index.ts';
import type { Rule } from './rule.ts';

/** The state machine as a page of Markdown, printed from the rows themselves. */
export function describeRules(table: readonly Rule[] = rules): string {
  const rows = table.map(
    (rule, index) => `| ${index + 1} | \`${rule.name}\` | ${phasesOf(rule)} | ${rule.pace} | ${rule.asks.map(asked => `\`${asked}\``).join(', ') || '–'} | ${rule.says} |`,
  );
  return [
    '# The state machine',
    '',
    'Written from the rule table by `npm run generate`; do not edit. A tick tries the rows from top to bottom. A row is tried when the canary is in one',
    'of its phases and, for pace `interval`, when an analysis interval has passed since the last paced row ran. It asks its questions, then either ends',
    'the tick, adds effects and lets the next row be tried, or passes.',
    '',
    '| # | rule | phases | pace | asks | what it says |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function phasesOf({ phases }: Rule): string {
  const missing = CANARY_PHASES.filter(phase => !phases.includes(phase));
  if (missing.length === 0) return 'all';
  return missing.length <= 2 ? `all but ${missing.join(', ')}` : phases.join(', ');
}

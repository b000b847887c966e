import { CANARY_PHASES } from '@flagger/sdk';
import { always } from '../rule.ts';
import type { Rule } from '../rule.ts';

/**
 * Rows that come before anything is touched.
 *
 * @differs Flagger says of a suspended canary that it is skipped at every interval, here it rests: `rollouts.test.ts` "is left as it is"
 */
export const entryRules: readonly Rule[] = [
  {
    name: 'new',
    says: 'A canary that has no status yet gets one.',
    phases: ['Initializing'],
    pace: 'now',
    asks: [],
    applies: s => !s.canary.status?.conditions?.some(({ type }) => type === 'Promoted'),
    decide: () => ({ end: [{ kind: 'status', change: { kind: 'phase', phase: 'Initializing' } }] }),
  },
  {
    name: 'suspended',
    says: 'A suspended canary is left as it is.',
    phases: CANARY_PHASES,
    pace: 'now',
    rests: true,
    asks: [],
    applies: s => s.canary.spec.suspend === true,
    decide: () => ({ end: [{ kind: 'notice', topic: 'suspended', type: 'Normal', level: 'info', message: 'skipping canary run as object is suspended' }] }),
  },
  {
    name: 'expose-workloads',
    says: 'The Services of canary and primary exist.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: always,
    decide: () => ({ pass: [{ kind: 'services', of: 'workloads' }] }),
  },
  {
    name: 'ask-metric-services',
    says: 'Before the first release, it is said whether the metric services answer; a silent one is no obstacle.',
    phases: ['Initializing'],
    pace: 'now',
    asks: ['metric-services'],
    applies: s => !s.skipAnalysis,
    decide: (_, e) => {
      const problem = e['metric-services']?.problem;
      return {
        pass: [
          problem === undefined
            ? { kind: 'notice', topic: 'metric-services', type: 'Normal', level: 'info', message: 'all the metrics providers are available!' }
            : { kind: 'notice', topic: 'metric-services', type: 'Warning', level: 'error', message: `Error checking metric providers: ${problem}` },
        ],
      };
    },
  },
];

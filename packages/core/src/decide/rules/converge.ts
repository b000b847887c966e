import { CANARY_PHASES } from '@flagger/sdk';
import { always, answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { canaryId } from '../announce.ts';
import { adoptedRevisions, revisionChange } from '../../status/revision-change.ts';
import { awaitFirstRule, followFirstRule, judgeFirstRule } from './first.ts';
import { awaitFirstSlotRule } from './slots.ts';
import { AFTER_INIT } from './phases.ts';

/** Rows that bring the generated objects into being and keep them; nothing is written when they are right. */
export const convergeRules: readonly Rule[] = [
  {
    name: 'route-before-primary',
    says: 'Routing objects come before the primary, for providers that need it so.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: s => s.capabilities.reconcileBefore === 'primary-workload',
    decide: () => ({ pass: [{ kind: 'reconcile-route' }] }),
  },
  {
    name: 'create-primary',
    says: 'The primary exists; one that was made by hand or earlier stays as it is.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: always,
    decide: () => ({ pass: [{ kind: 'primary' }] }),
  },
  followFirstRule,
  awaitFirstRule,
  {
    name: 'create-primary-scaler',
    says: 'The primary has a scaler of its own; before the first release the target\'s scaler rests, unless the first revision is judged too.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: s => s.canary.spec.autoscalerRef !== undefined,
    decide: s => ({
      pass: s.phase === 'Initializing' && !s.analyzeFirst ? [{ kind: 'scaler', action: 'create' }, { kind: 'scaler', action: 'pause' }] : [{ kind: 'scaler', action: 'create' }],
    }),
  },
  {
    name: 'expose-apex',
    says: 'The apex Service selects the primary.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: always,
    decide: () => ({ pass: [{ kind: 'services', of: 'apex' }] }),
  },
  {
    name: 'rest-target',
    says: 'Once the primary serves, the target is scaled to zero, unless the first revision is judged too.',
    phases: ['Initializing'],
    pace: 'now',
    asks: [],
    applies: s => !s.analyzeFirst,
    decide: () => ({ pass: [{ kind: 'scale', to: 'zero' }] }),
  },
  {
    name: 'route',
    says: 'The routing objects are as the canary says; live weights stay.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: s => s.capabilities.reconcileBefore === 'analysis',
    decide: () => ({ pass: [{ kind: 'reconcile-route' }] }),
  },
  awaitFirstSlotRule,
  judgeFirstRule,
  {
    name: 'initialized',
    says: 'Initialization ends; the revision that stands is the promoted one.',
    phases: ['Initializing'],
    pace: 'now',
    asks: ['revision'],
    applies: always,
    decide: s => ({
      end: [
        { kind: 'status', change: { kind: 'sync', phase: 'Initialized' } },
        { kind: 'status-gauge', value: 1 },
        { kind: 'event', type: 'Normal', level: 'info', message: `Initialization done! ${canaryId(s)}`, phase: 'Initialized' },
        { kind: 'alert', severity: 'info', message: `New ${s.canary.spec.targetRef.kind} detected, initialization completed.`, fields: true },
      ],
    }),
  },
  {
    name: 'adopt-revision',
    says: 'A revision that another version of Flagger wrote is taken over without a release.',
    phases: AFTER_INIT,
    pace: 'now',
    asks: ['revision'],
    applies: always,
    decide: (s, e) => {
      const revision = answer(e, 'revision');
      const status = s.canary.status ?? {};
      if (revisionChange(status, revision) !== 'foreign') return undefined;
      return { end: [{ kind: 'status', change: { kind: 'revisions', ...adoptedRevisions(status, revision) } }] };
    },
  },
];

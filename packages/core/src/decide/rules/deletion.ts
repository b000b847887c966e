import { CANARY_PHASES } from '@flagger/sdk';
import type { Canary } from '@flagger/sdk';
import { FINALIZER } from '../../engine/ports.ts';
import { canaryId, normal, waiting } from '../announce.ts';
import type { Effect } from '../effect.ts';
import { answer } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';

const held = ({ metadata }: Canary): boolean => metadata.finalizers?.includes(FINALIZER) ?? false;
const deleted = ({ metadata }: Canary): boolean => metadata.deletionTimestamp !== undefined;
const letGo = (s: Snapshot): readonly Effect[] => [{ kind: 'finalizer', present: false }, normal(`Terminated canary ${canaryId(s)}`)];
const reverts = ({ spec }: Canary): boolean => spec.revertOnDeletion === true;

/**
 * Rows for canaries that are being deleted.
 *
 * @source flagger pkg/controller/finalizer.go
 * @differs Flagger goes on with its ticks meanwhile, mends routes and may begin a run: `deletion.test.ts` "begins no run and mends no route"
 * @differs Flagger never lets a canary go whose target was deleted with it: `deletion.test.ts` "goes where its target is gone"
 */
export const deletionRules: readonly Rule[] = [
  {
    name: 'hold',
    says: 'A canary with revertOnDeletion is held until its target is given back; one that opts out is let go.',
    phases: CANARY_PHASES,
    pace: 'now',
    asks: [],
    applies: ({ canary }) => !deleted(canary) && reverts(canary) !== held(canary),
    decide: ({ canary }) => ({ pass: [{ kind: 'finalizer', present: reverts(canary) }] }),
  },
  {
    name: 'deleted',
    says: 'A deleted canary that nothing holds is left to the garbage collector.',
    phases: CANARY_PHASES,
    pace: 'now',
    rests: true,
    asks: [],
    applies: ({ canary }) => deleted(canary) && !held(canary),
    decide: () => ({ end: [] }),
  },
  {
    name: 'terminate',
    says: 'A deleted canary that is held begins to give its target back.',
    phases: CANARY_PHASES.filter(phase => phase !== 'Terminating'),
    pace: 'now',
    asks: [],
    applies: ({ canary }) => deleted(canary),
    decide: s => ({ end: [{ kind: 'status', change: { kind: 'phase', phase: 'Terminating' } }, normal(`Terminating canary ${canaryId(s)}`)] }),
  },
  {
    name: 'target-gone',
    says: 'A target that is gone can not be given back, and does not keep its canary: the routes are given back alone.',
    phases: ['Terminating'],
    pace: 'now',
    rests: true,
    asks: ['target'],
    applies: ({ canary }) => deleted(canary),
    decide: (s, e) => (answer(e, 'target').stands ? undefined : { end: [{ kind: 'revert', of: 'route', targetGone: true }, ...letGo(s)] }),
  },
  {
    name: 'give-target-back',
    says: 'The target runs again, with its own scaler.',
    phases: ['Terminating'],
    pace: 'now',
    asks: [],
    applies: ({ canary }) => deleted(canary),
    decide: () => ({ pass: [{ kind: 'scaler', action: 'resume' }, { kind: 'revert', of: 'target' }] }),
  },
  {
    name: 'terminated',
    says: 'Once the target is ready, its Service and routes are given back and the canary goes.',
    phases: ['Terminating'],
    pace: 'now',
    rests: true,
    asks: ['canary-readiness'],
    applies: ({ canary }) => deleted(canary),
    decide: (s, e) => {
      const readiness = answer(e, 'canary-readiness');
      if (readiness.state !== 'ready') return { end: [waiting('reverting', `canary not ready during finalizing: ${readiness.reason}`)] };
      return {
        end: [
          { kind: 'revert', of: 'apex' },
          { kind: 'revert', of: 'route' },
          ...letGo(s),
        ],
      };
    },
  },
];

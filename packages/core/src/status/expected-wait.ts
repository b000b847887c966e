import type { CanaryStatus } from '@flagger/sdk';
import { isPaused } from './advancing-condition.ts';
import type { StatusChange } from './status-change.ts';
import { INTERVAL, PAUSED } from './wait.ts';
import type { NextWait, Wait } from './wait.ts';

const NEW_CANARY: Wait = { reason: 'CanaryNotReady', message: 'the canary is starting' };
const NEW_PRIMARY: Wait = { reason: 'PrimaryNotReady', message: 'the primary is starting' };

/** What a canary will wait for once its status has changed, foretold so that it needs no write of its own. */
export function expectedWait(status: CanaryStatus, change: StatusChange): NextWait {
  switch (change.kind) {
    case 'revisions':
      return 'as-before';
    case 'restore':
      return change.stage === 'begun' ? NEW_PRIMARY : 'none';
    case 'pause':
      return change.paused ? PAUSED : INTERVAL;
    case 'sync':
      return change.phase === 'Progressing' ? NEW_CANARY : 'none';
    case 'phase':
      if (change.phase === 'Finalising') return INTERVAL;
      return change.phase === 'Promoting' || change.phase === 'Initializing' ? NEW_PRIMARY : 'none';
    default:
      return isPaused(status) ? PAUSED : INTERVAL;
  }
}

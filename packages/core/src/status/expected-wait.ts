import type { CanaryStatus } from '@flagger/sdk';
import { isPaused, toldWait } from './advancing-condition.ts';
import type { StatusChange } from './status-change.ts';
import { INTERVAL, PAUSED } from './wait.ts';
import type { Wait } from './wait.ts';

const NEW_CANARY: Wait = { reason: 'CanaryNotReady', message: 'the canary is starting' };
const NEW_PRIMARY: Wait = { reason: 'PrimaryNotReady', message: 'the primary is starting' };

/**
 * What a canary will wait for once its status has changed, foretold so that it needs no write of its own. Undefined: the same
 * as before.
 */
export function expectedWait(status: CanaryStatus, change: StatusChange): Wait | undefined {
  switch (change.kind) {
    case 'revisions':
      return undefined;
    case 'pause':
      return change.paused ? PAUSED : INTERVAL;
    case 'sync':
      return change.phase === 'Progressing' ? NEW_CANARY : INTERVAL;
    case 'phase':
      return change.phase === 'Promoting' || change.phase === 'Initializing' ? NEW_PRIMARY : INTERVAL;
    default:
      return isPaused(status) ? PAUSED : INTERVAL;
  }
}

/** What a canary waits for that nothing was found out about: its readiness was seen to, all else stands as told. */
export function restingWait(status: CanaryStatus): Wait | undefined {
  const told = toldWait(status)?.reason;
  return told === 'CanaryNotReady' || told === 'PrimaryNotReady' ? INTERVAL : undefined;
}

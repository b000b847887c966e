/** What a run can wait for. `Interval`: nothing but time. */
export type WaitReason =
  | 'Interval'
  | 'PrimaryNotReady'
  | 'CanaryNotReady'
  | 'RolloutLimit'
  | 'ConfirmRollout'
  | 'ConfirmTrafficIncrease'
  | 'ConfirmPromotion'
  | 'CheckFailed'
  | 'NoData'
  | 'Paused';

/** What a run waits for, for machines and people. It holds no address and no secret. */
export interface Wait {
  readonly reason: WaitReason;
  readonly message: string;
}

/** What becomes of the condition `Advancing`. */
export type NextWait = Wait | 'none' | 'as-before';

/** Nothing stands in the way. */
export const INTERVAL: Wait = { reason: 'Interval', message: 'the next check is not due yet' };

/** Somebody asked for it. */
export const PAUSED: Wait = { reason: 'Paused', message: 'paused until the verb resume is asked for' };

import type { Effect } from '../effect.ts';

/** All traffic to the primary. */
export const TO_PRIMARY = { primary: 100, canary: 0, mirrored: false } as const;

/** All traffic to the canary. */
export const TO_CANARY = { primary: 0, canary: 100, mirrored: false } as const;

/** Sends all traffic to the primary and counts it. */
export const routeToPrimary: readonly Effect[] = [
  { kind: 'route', traffic: TO_PRIMARY },
  { kind: 'weight-gauge', traffic: TO_PRIMARY },
];

/** Sends all traffic to the canary and counts it. */
export const routeToCanary: readonly Effect[] = [
  { kind: 'route', traffic: TO_CANARY },
  { kind: 'weight-gauge', traffic: TO_CANARY },
];

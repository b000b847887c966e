import type { Answers } from '@flagger/core';
import type { Traffic } from '@flagger/sdk';

const open = { open: true, passed: [] } as const;

/** The evidence of a world in which all goes well: everything is ready, every gate is open, every metric is good. */
export function answersWhenAllIsWell(traffic: Traffic): Answers {
  return {
    target: { stands: true },
    revision: { hash: 'v1-next', trackedConfigs: {}, equalsPrimary: false },
    'primary-readiness': { state: 'ready' },
    'canary-readiness': { state: 'ready' },
    'kept-primary': 'none',
    'asked-by': { manager: undefined },
    'rollout-slot': { free: true },
    'metric-services': { problem: undefined },
    'confirm-rollout': open,
    'pre-rollout': open,
    rollout: open,
    'confirm-traffic-increase': open,
    'confirm-promotion': open,
    rollback: { signalledBy: undefined, silent: [] },
    metrics: { passed: true },
    traffic,
  };
}

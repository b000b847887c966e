/** 'primary' serves users between releases; 'canary' is the target itself, which runs only during one. */
export type Role = 'primary' | 'canary';

/** Whether a workload can take traffic. 'waiting' may pass; 'stuck' will not without a change. `reason` is Flagger's text. */
export type Readiness = { readonly state: 'ready' } | { readonly state: 'waiting' | 'stuck'; readonly reason: string };

export { planRelease } from './plan-release.ts';
export type { PlannedTick } from './plan-release.ts';

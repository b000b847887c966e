import type { Canary } from '@flagger/sdk';

/** How a release is judged; also the value of a label of `flagger_canary_successes_total`. */
export type Strategy = 'canary' | 'blue-green' | 'ab-testing';

/** A match with iterations is an A/B test, iterations alone blue/green, all else a weighted canary. @source flagger canary.go DeploymentStrategy */
export function strategyOf({ iterations = 0, match = [] }: Pick<Canary['spec']['analysis'], 'iterations' | 'match'>): Strategy {
  if (iterations <= 0) return 'canary';
  return match.length > 0 ? 'ab-testing' : 'blue-green';
}

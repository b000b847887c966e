import type { CanarySpec, ProviderCapabilities } from '@flagger/sdk';
import { alternativeDemands } from './alternative-demands.ts';
import type { Demand, FindDemands } from './demand.ts';
import { matchDemands } from './match-demands.ts';

/** In the order in which a user is told. */
const FINDERS: readonly FindDemands[] = [weightDemands, matchDemands, alternativeDemands, mirrorDemands, affinityDemands];

/** All that an analysis asks of its provider, each ability once; nothing where the analysis is skipped. */
export function analysisDemands(spec: CanarySpec): readonly Demand[] {
  if (spec.skipAnalysis) return [];
  const found = FINDERS.flatMap(find => find(spec));
  return found.filter(({ ability }, at) => found.findIndex(other => other.ability === ability) === at);
}

function weightDemands({ analysis: { iterations = 0, stepWeight = 0, stepWeights } }: CanarySpec): readonly Demand[] {
  if (iterations > 0 || (stepWeight <= 0 && stepWeights === undefined)) return [];
  const field = stepWeight > 0 ? 'spec.analysis.stepWeight' : 'spec.analysis.stepWeights';
  return [{ field, ability: 'split traffic by weights', isMetBy: ({ weights }) => weights, withoutWeights: 'degraded' }];
}

function mirrorDemands({ analysis: { mirror = false, iterations = 0 } }: CanarySpec): readonly Demand[] {
  if (!mirror) return [];
  const field = 'spec.analysis.mirror';
  const always: Demand = { field, ability: 'mirror requests before a weighted shift', isMetBy: ({ mirroring }) => mirroring === 'always', withoutWeights: 'ignored' };
  return iterations > 0 ? [{ ...always, ability: 'mirror requests', isMetBy: ({ mirroring }) => mirroring !== 'none' }] : [always];
}

function affinityDemands({ analysis: { sessionAffinity } }: CanarySpec): readonly Demand[] {
  if (sessionAffinity === undefined) return [];
  const able = (...levels: readonly ProviderCapabilities['affinity'][]): Pick<Demand, 'isMetBy' | 'withoutWeights'> => ({
    isMetBy: ({ affinity }) => levels.includes(affinity), withoutWeights: 'ignored',
  });
  const canary: Demand = { field: 'spec.analysis.sessionAffinity', ability: 'keep users on the canary by a cookie', ...able('canary', 'canary-and-primary') };
  if (!sessionAffinity.primaryCookieName) return [canary];
  const primary: Demand = {
    field: 'spec.analysis.sessionAffinity.primaryCookieName', ability: 'keep users on the primary by a cookie', ...able('canary-and-primary'),
    isIgnoredBy: ({ affinity }) => affinity === 'canary',
  };
  return [canary, primary];
}

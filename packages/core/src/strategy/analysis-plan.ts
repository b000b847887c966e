import type { CanaryAnalysis, ProviderCapabilities } from '@flagger/sdk';
import { parseAnalysisInterval } from '../gofmt/analysis-interval.ts';
import { strategyOf } from './strategy.ts';
import type { Strategy } from './strategy.ts';

/** An analysis with every default filled in and what the provider can't do left out. */
export interface AnalysisPlan {
  readonly strategy: Strategy;
  readonly intervalMs: number;
  readonly threshold: number;
  readonly iterations: number;
  readonly mirror: boolean;
  readonly stepWeightPromotion: number;
  readonly spec: CanaryAnalysis;
}

/** Iterations of a canary that asks for weights where there are none. @source flagger scheduler.go */
const FORCED_ITERATIONS = 10;

/** @source flagger canary.go GetAnalysisInterval, GetAnalysisThreshold; scheduler.go provider == kubernetes */
export function analysisPlan(spec: CanaryAnalysis, capabilities: ProviderCapabilities): AnalysisPlan {
  const wanted = spec.iterations ?? 0;
  const iterations = capabilities.weights || wanted > 0 ? wanted : FORCED_ITERATIONS;
  return {
    strategy: strategyOf({ iterations, match: capabilities.weights ? (spec.match ?? []) : [] }),
    intervalMs: parseAnalysisInterval(spec.interval),
    threshold: Math.max(1, spec.threshold ?? 0),
    iterations,
    mirror: spec.mirror ?? false,
    stepWeightPromotion: spec.stepWeightPromotion ?? 0,
    spec,
  };
}

import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** The series that dashboards and alerts of Flagger know. */
export interface CanarySeries {
  readonly info: Gauge<'version' | 'mesh_provider'>;
  readonly duration: Histogram<'name' | 'namespace'>;
  readonly total: Gauge<'namespace'>;
  readonly status: Gauge<'name' | 'namespace'>;
  readonly weight: Gauge<'workload' | 'namespace'>;
  readonly analysis: Gauge<'name' | 'namespace' | 'metric'>;
  readonly successes: Counter<FinishedLabel>;
  readonly failures: Counter<FinishedLabel>;
}

type FinishedLabel = 'name' | 'namespace' | 'deployment_strategy' | 'analysis_status';

const NAME = ['name', 'namespace'] as const;
const FINISHED = [...NAME, 'deployment_strategy', 'analysis_status'] as const;
/** The default buckets of Prometheus clients. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Declares the series. @source flagger pkg/metrics/recorder.go */
export function declareCanarySeries(registry: Registry): CanarySeries {
  const registers = [registry];
  return {
    info: new Gauge({ registers, name: 'flagger_info', help: 'Flagger version and mesh provider information', labelNames: ['version', 'mesh_provider'] }),
    duration: new Histogram({
      registers, name: 'flagger_canary_duration_seconds', help: 'Seconds spent performing canary analysis.', labelNames: NAME, buckets: SECONDS,
    }),
    total: new Gauge({ registers, name: 'flagger_canary_total', help: 'Total number of canary object', labelNames: ['namespace'] }),
    status: new Gauge({ registers, name: 'flagger_canary_status', help: 'Last canary analysis result', labelNames: NAME }),
    weight: new Gauge({
      registers, name: 'flagger_canary_weight', help: 'The virtual service destination weight current value', labelNames: ['workload', 'namespace'],
    }),
    analysis: new Gauge({
      registers, name: 'flagger_canary_metric_analysis', help: 'Last canary analysis result per metric', labelNames: [...NAME, 'metric'],
    }),
    successes: new Counter({ registers, name: 'flagger_canary_successes_total', help: 'Total number of canary successes', labelNames: FINISHED }),
    failures: new Counter({ registers, name: 'flagger_canary_failures_total', help: 'Total number of canary failures', labelNames: FINISHED }),
  };
}

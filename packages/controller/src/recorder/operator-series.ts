import type { CallMeasures } from '@flagger/core';
import { collectDefaultMetrics, Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { CallSeries } from './call-series.ts';

/** What is read when `/metrics` is asked for. */
export interface OperatorSources {
  /** Canaries that wait for their turn. */
  readonly queued: () => number;
  /** How often a watch had to begin again, by resource. */
  readonly watchRestarts: () => ReadonlyMap<string, number>;
}

/** Series about the operator itself. */
export interface OperatorSeries {
  readonly tickSeconds: Histogram<'outcome'>;
  readonly tickLag: Histogram;
  readonly calls: CallMeasures;
  readonly apiRequests: Counter<'verb' | 'code'>;
}

const TICK_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 10, 60];
/** The event loop's delay is sampled this often. */
const LAG_PRECISION_MS = 200;

/** Declares the operator's own series and those of its process. */
export function declareOperatorSeries(registry: Registry, sources: OperatorSources): OperatorSeries {
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  new Gauge({
    registers, name: 'flagger_operator_queue_depth', help: 'Canaries that wait for their turn',
    collect() {
      this.set(sources.queued());
    },
  });
  new Counter({
    registers, name: 'flagger_operator_watch_restarts_total', help: 'Watches that had to begin again', labelNames: ['resource'],
    collect() {
      this.reset();
      for (const [resource, restarts] of sources.watchRestarts()) this.inc({ resource }, restarts);
    },
  });
  return {
    tickSeconds: new Histogram({
      registers, name: 'flagger_operator_tick_duration_seconds', help: 'Seconds that a look at a canary took', labelNames: ['outcome'],
      buckets: TICK_SECONDS,
    }),
    tickLag: new Histogram({
      registers, name: 'flagger_operator_tick_lag_seconds', help: 'Seconds between when a look at a canary was due and when it began', buckets: TICK_SECONDS,
    }),
    calls: new CallSeries(registry),
    apiRequests: new Counter({
      registers, name: 'flagger_operator_api_requests_total', help: 'Requests to the Kubernetes API; code 0: no answer', labelNames: ['verb', 'code'],
    }),
  };
}

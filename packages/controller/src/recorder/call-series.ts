import type { CallKind, CallMeasures } from '@flagger/core';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

interface Series {
  /** What the type is of, as the label is called. */
  readonly label: string;
  readonly seconds: Histogram;
  readonly errors: Counter;
}

const KINDS: Readonly<Record<CallKind, { readonly label: string; readonly what: string }>> = {
  'metric-query': { label: 'provider', what: 'queries of metric services' },
  webhook: { label: 'type', what: 'calls of webhooks, retries included' },
  alert: { label: 'channel', what: 'attempts to send an alert' },
};
/** Up to the half minute that the slowest service is given. */
const SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and measures the operator's calls to metric services, webhooks and channels; no label names a canary. */
export class CallSeries implements CallMeasures {
  readonly #series: Readonly<Record<CallKind, Series>>;

  constructor(registry: Registry) {
    this.#series = { 'metric-query': declare('metric-query', registry), webhook: declare('webhook', registry), alert: declare('alert', registry) };
  }

  called(kind: CallKind, name: string, { seconds, failure }: Parameters<CallMeasures['called']>[2]): void {
    const series = this.#series[kind];
    series.seconds.observe({ [series.label]: name }, seconds);
    if (failure !== undefined) series.errors.inc({ [series.label]: name, reason: failure });
  }
}

function declare(kind: CallKind, registry: Registry): Series {
  const { label, what } = KINDS[kind];
  const name = `flagger_operator_${kind.replace('-', '_')}`;
  const registers = [registry];
  return {
    label,
    seconds: new Histogram({ registers, name: `${name}_duration_seconds`, help: `Seconds of ${what}`, labelNames: [label], buckets: SECONDS }),
    errors: new Counter({ registers, name: `${name}_errors_total`, help: `Failed ${what}, by reason`, labelNames: [label, 'reason'] }),
  };
}

import type { Clock, HttpClient, KubernetesApi, Logger, MetricProviderFactory, ObjectReader, Observer } from '@flagger/sdk';

/** What judging metrics needs. */
export interface MetricContext {
  readonly clock: Clock;
  readonly http: HttpClient;
  /** For metric services behind the API server, such as external metrics and Keptn. */
  readonly kubernetesApi?: KubernetesApi | undefined;
  readonly logger: Logger;
  readonly reader: ObjectReader;
  readonly observer: Observer;
  readonly providerName: string;
  /** The operator's Prometheus; `spec.metricsServer` goes before it. */
  readonly metricsServer: string;
  readonly metricFactories: ReadonlyMap<string, MetricProviderFactory>;
  /** The route that built-in queries ask about, where it is not the canary's. */
  readonly route?: string;
  /** Told each value before it is judged; durations in seconds. */
  readonly observed: (metric: string, value: number) => void;
}

/** The type of MetricTemplate that built-in checks and inline queries go to. */
export const BUILTIN_TYPE = 'prometheus';

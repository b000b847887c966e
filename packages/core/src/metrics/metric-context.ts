import type { HttpClient, KubernetesApi, Logger, MetricProviderFactory, ObjectReader, Observer } from '@flagger/sdk';
import type { CallContext } from '../calls/call-measures.ts';
import type { SharedAnswers } from './shared-answers.ts';

/** What judging metrics needs. */
export interface MetricContext extends CallContext {
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
  /** What other canaries were answered; absent where each asks for itself. */
  readonly answers?: SharedAnswers | undefined;
  /** The route that built-in queries ask about, where it is not the canary's. */
  readonly route?: string;
  /** Told each value before it is judged; durations in seconds. */
  readonly observed: (metric: string, value: number) => void;
}

/** The type of MetricTemplate that built-in checks and inline queries go to. */
export const BUILTIN_TYPE = 'prometheus';

import type { Clock } from './clock.ts';
import type { Canary } from './crd/canary.ts';
import type { MetricTemplateProvider } from './crd/metric-template.ts';
import type { HttpClient, HttpResponse } from './http-client.ts';
import type { Logger } from './logger.ts';
import type { PolicyRule } from './policy-rule.ts';

/** Raw requests to the Kubernetes API, with the identity of the operator: for services that live behind it. */
export interface KubernetesApi {
  /** `path` begins with `/api/` or `/apis/`; any status is an answer. @throws CanaryError ApiUnavailable */
  send(request: { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; readonly body?: string }, signal: AbortSignal): Promise<HttpResponse>;
}

/** What a metric provider is given. */
export interface MetricProviderEnv {
  /** `spec.provider` of the MetricTemplate. */
  readonly spec: MetricTemplateProvider;
  /** The decoded data of the referenced Secret; empty where none is referenced. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The metric's interval, such as `1m`; '' where it has none. */
  readonly interval: string;
  /** On whose behalf it is asked; absent where nobody's. */
  readonly canary?: Canary | undefined;
  readonly http: HttpClient;
  /** Absent where the operator gives no access. */
  readonly api?: KubernetesApi | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Asks one metric service. */
export interface MetricProvider {
  /**
   * One number, or 'no-values'; never a silent 0.
   *
   * @throws CanaryError QueryFailed, HttpFailed, TimedOut, Invalid; NoValues instead of 'no-values', where the answer tells why
   */
  query(query: string, signal: AbortSignal): Promise<number | 'no-values'>;
  /** Resolves when the service answers as it should. @throws CanaryError as `query` */
  probe(signal: AbortSignal): Promise<void>;
}

/** Makes providers for MetricTemplates of one `provider.type`. */
export interface MetricProviderFactory {
  /** Values of `spec.provider.type`. */
  readonly types: readonly string[];
  /** A query acts for its canary, as by creating something: no other canary is given its answer. Default false. */
  readonly perCanary?: boolean;
  /** What the operator must be allowed to do for it. Default: nothing. */
  readonly rbac?: readonly PolicyRule[];
  /** @throws CanaryError Invalid where address or credentials are unusable */
  create(env: MetricProviderEnv): MetricProvider;
}

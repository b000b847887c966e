import { CanaryError } from '@flagger/sdk';
import type { MetricProvider, MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';
import type { GetMetricDataCommandInput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { noValues, queryFailed } from './failures.ts';
import { readMetricDataQueries } from './metric-data-queries.ts';
import { optionalPackage } from './optional-package.ts';
import { intervalOf, lookBack } from './query-window.ts';

/** The first, and three more. */
const ATTEMPTS = 4;
const MOST_POINTS = 20;

/**
 * Amazon CloudWatch, with the credentials that the AWS SDK finds. The query is a JSON list of MetricDataQuery; the first result counts.
 *
 * @source flagger pkg/metrics/providers/cloudwatch.go
 */
export const cloudwatch: MetricProviderFactory = {
  types: ['cloudwatch'],
  create: env => {
    const { region = '' } = env.spec;
    if (region === '') throw new CanaryError('Invalid', 'never', 'region not specified');
    return new CloudWatchProvider(env, region, intervalOf(env));
  },
};

class CloudWatchProvider implements MetricProvider {
  readonly #env: MetricProviderEnv;
  readonly #region: string;
  readonly #intervalMs: number;

  constructor(env: MetricProviderEnv, region: string, intervalMs: number) {
    this.#env = env;
    this.#region = region;
    this.#intervalMs = intervalMs;
  }

  async query(query: string, signal: AbortSignal): Promise<number> {
    const { fromS, toS } = lookBack(this.#env.clock, this.#intervalMs);
    const window = { StartTime: new Date(fromS * 1000), EndTime: new Date(toS * 1000) };
    const input = { MetricDataQueries: readMetricDataQueries(query), ...window, MaxDatapoints: MOST_POINTS };
    const { MetricDataResults: results } = await this.#ask(input, signal).catch((error: unknown) => {
      throw failure(error, signal, reason => `error requesting cloudwatch: ${reason}`);
    });
    const value = results?.[0]?.Values?.[0];
    if (value === undefined) throw noValues(JSON.stringify(results ?? []));
    return value;
  }

  /** An empty request is refused by a CloudWatch that answers. */
  async probe(signal: AbortSignal): Promise<void> {
    const never = new Date(0);
    await this.#ask({ MetricDataQueries: [], StartTime: never, EndTime: never }, signal).catch((error: unknown) => {
      const status = statusOf(error);
      if (status === 400) return;
      throw failure(error, signal, reason => (status === undefined ? `unexpected error: ${reason}` : `unexpected status code: ${status}`));
    });
  }

  async #ask(input: GetMetricDataCommandInput, signal: AbortSignal): Promise<GetMetricDataCommandOutput> {
    const { CloudWatchClient, GetMetricDataCommand } = await optionalPackage('@aws-sdk/client-cloudwatch', () => import('@aws-sdk/client-cloudwatch'));
    const client = new CloudWatchClient({ region: this.#region, maxAttempts: ATTEMPTS });
    try {
      return await client.send(new GetMetricDataCommand(input), { abortSignal: signal });
    } finally {
      client.destroy();
    }
  }
}

/** The SDK throws errors of its own; anything it throws is a failed query, unless somebody wanted it to stop. */
function failure(error: unknown, signal: AbortSignal, tell: (reason: string) => string): unknown {
  if (signal.aborted) return signal.reason;
  return queryFailed(tell(error instanceof Error ? error.message : String(error)), error);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  return (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode;
}

import { secretsOfUrl, withoutSecrets } from '@flagger/core';
import { CanaryError, isCanaryError } from '@flagger/sdk';
import type { MetricProviderEnv, MetricProviderFactory } from '@flagger/sdk';

/** Says in the log whether the metrics server answers; canaries may have other ones, so nothing fails. @source flagger cmd/flagger/main.go */
export async function checkMetricsServer(
  address: string,
  prometheus: MetricProviderFactory | undefined,
  tools: Pick<MetricProviderEnv, 'http' | 'clock' | 'logger'>,
  signal: AbortSignal,
): Promise<void> {
  const shown = withoutCredentials(address);
  try {
    if (prometheus === undefined) throw new CanaryError('UnknownMetricProvider', 'never', 'no plug-in brings the metric provider prometheus');
    const client = prometheus.create({ spec: { type: 'prometheus', address }, credentials: {}, interval: '', ...tools });
    await withoutSecrets(secretsOfUrl(address), () => client.probe(signal));
    tools.logger.info(`Connected to metrics server ${shown}`);
  } catch (error) {
    signal.throwIfAborted();
    if (!isCanaryError(error)) throw error;
    tools.logger.error(`Metrics server ${shown} unreachable ${error.message}`);
  }
}

function withoutCredentials(address: string): string {
  return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}

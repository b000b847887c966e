import type { Prometheus } from '@flagger/testkit';
import { APP } from './manifests.ts';

/** What Prometheus says about a canary; undefined: it had no requests. */
export interface CanaryHealth {
  readonly successRatePercent: number | undefined;
  readonly p99Ms: number | undefined;
}

interface Series {
  readonly requests: (extra: string) => string;
  readonly buckets: string;
  readonly msPerUnit: number;
}

const WINDOW = '[20s]';

/** As the sidecars of a mesh count, and as the application itself does. */
const SERIES: Readonly<Record<'mesh' | 'app', (namespace: string) => Series>> = {
  mesh: namespace => {
    const labels = `reporter="destination",destination_workload_namespace="${namespace}",destination_workload="${APP}"`;
    return {
      requests: extra => `istio_requests_total{${labels}${extra && `,response_code${extra}`}}${WINDOW}`,
      buckets: `istio_request_duration_milliseconds_bucket{${labels}}${WINDOW}`, msPerUnit: 1,
    };
  },
  app: namespace => {
    const labels = `kubernetes_namespace="${namespace}",kubernetes_pod_name=~"${APP}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"`;
    return {
      requests: extra => `http_request_duration_seconds_count{${labels}${extra && `,status${extra}`}}${WINDOW}`,
      buckets: `http_request_duration_seconds_bucket{${labels}}${WINDOW}`, msPerUnit: 1000,
    };
  },
};

/** Asks Prometheus what the controller asks it. */
export function readHealth(prometheus: Prometheus, counted: 'mesh' | 'app', namespace: string): CanaryHealth {
  const { requests, buckets, msPerUnit } = SERIES[counted](namespace);
  const duration = valueOf(prometheus, `histogram_quantile(0.99, sum(rate(${buckets})) by (le)) * ${msPerUnit}`);
  return {
    successRatePercent: valueOf(prometheus, `sum(rate(${requests('!~"5.*"')})) / sum(rate(${requests('')})) * 100`),
    p99Ms: duration,
  };
}

/** Health in words. */
export function healthText({ successRatePercent, p99Ms }: CanaryHealth): string {
  if (successRatePercent === undefined || p99Ms === undefined) return 'no requests measured';
  return `success ${successRatePercent.toFixed(1)} %  P99 ${p99Ms.toFixed(0)} ms`;
}

function valueOf(prometheus: Prometheus, query: string): number | undefined {
  const body = prometheus.query(query).body as { readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] } };
  const value = Number(body.data?.result.at(-1)?.value[1]);
  return Number.isNaN(value) ? undefined : value;
}

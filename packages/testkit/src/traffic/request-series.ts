import type { Counters } from '../prometheus/counters.ts';
import { observe } from '../prometheus/histogram-counter.ts';
import type { HistogramShape } from '../prometheus/histogram-counter.ts';
import type { RequestListener, AnsweredRequest } from './answered-request.ts';

/** Counts a request in the series of one kind of mesh or application. */
export type SeriesFamily = (record: AnsweredRequest, counters: Counters) => void;

/** The bounds of Istio's and of the Prometheus client libraries' histograms. */
const ISTIO_DURATION: HistogramShape = {
  name: 'istio_request_duration_milliseconds', bounds: [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000],
};
const APP_DURATION: HistogramShape = {
  name: 'http_request_duration_seconds', bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
};

/** What a destination's Istio proxy counts: `istio_requests_total` and `istio_request_duration_milliseconds`. */
export const istioSeries: SeriesFamily = ({ namespace, service, workload, status, durationMs }, counters) => {
  const labels = {
    reporter: 'destination', destination_workload: workload, destination_workload_namespace: namespace,
    destination_service_name: service, destination_service_namespace: namespace, request_protocol: 'http', response_code: String(status),
  };
  counters.increment({ __name__: 'istio_requests_total', ...labels });
  observe(counters, ISTIO_DURATION, labels, durationMs);
};

/** What an application counts by itself: `http_request_duration_seconds`. */
export const appSeries: SeriesFamily = ({ namespace, pod, method, status, durationMs }, counters) => {
  observe(counters, APP_DURATION, { kubernetes_namespace: namespace, kubernetes_pod_name: pod, method, status: String(status) }, durationMs / 1000);
};

/** A listener that counts every request in all of the families. */
export function recordSeries(counters: Counters, families: readonly SeriesFamily[] = [istioSeries, appSeries]): RequestListener {
  return record => families.forEach(family => family(record, counters));
}

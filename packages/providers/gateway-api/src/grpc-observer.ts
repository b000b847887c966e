import type { Observer } from '@flagger/sdk';

/** Pods of the target; a Deployment's pods have two more parts to their names, the primary's three. */
const PODS = 'kubernetes_namespace="{{ namespace }}", kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"';

/** Codes that are the server's fault. */
const FAULTS = 'Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss';

/** Checks over what a gRPC server itself measures, under the names that the usual interceptors give it. */
export const grpcObserver: Observer = {
  successRate: {
    query: `sum(rate(grpc_server_handled_total{${PODS}, grpc_code!~"${FAULTS}"}[{{ interval }}])) / sum(rate(grpc_server_handled_total{${PODS}}[{{ interval }}])) * 100`,
  },
  duration: {
    query: `histogram_quantile(0.99, sum(rate(grpc_server_handling_seconds_bucket{${PODS}}[{{ interval }}])) by (le))`,
    unit: 'seconds',
  },
};

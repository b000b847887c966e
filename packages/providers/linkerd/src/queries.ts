/** The two checks of a mesh. */
export interface QueryPair {
  /** Percent of the target's requests that succeeded. */
  readonly successRate: string;
  /** The 99th percentile of their durations, in milliseconds. */
  readonly duration: string;
}

/** How a mesh names what it measures. */
interface Series {
  readonly requests: string;
  readonly durations: string;
  /** Labels of the target's requests. */
  readonly target: string;
  /** Labels of those that succeeded. */
  readonly succeeded: string;
}

const LINKERD_TARGET = 'namespace="{{ namespace }}", deployment=~"{{ target }}"';
const OSM_TARGET = 'destination_namespace="{{ namespace }}", destination_kind="Deployment", destination_name="{{ target }}"';
const ISTIO_TARGET = 'reporter="destination", destination_workload_namespace="{{ namespace }}", destination_workload=~"{{ target }}"';

/** Linkerd's own. */
export const LINKERD = queries({
  requests: 'response_total', durations: 'response_latency_ms_bucket',
  target: `${LINKERD_TARGET}, direction="inbound"`, succeeded: `${LINKERD_TARGET}, classification!="failure", direction="inbound"`,
});

/** Open Service Mesh's. */
export const OSM = queries({ requests: 'osm_request_total', durations: 'osm_request_duration_ms_bucket', target: OSM_TARGET, succeeded: `${OSM_TARGET}, response_code!~"5.*"` });

/** Istio's, below an SMI adapter. */
export const ISTIO_ADAPTER = queries({
  requests: 'istio_requests_total', durations: 'istio_request_duration_milliseconds_bucket', target: ISTIO_TARGET, succeeded: `${ISTIO_TARGET}, response_code!~"5.*"`,
});

function queries({ requests, durations, target, succeeded }: Series): QueryPair {
  return {
    successRate: ` sum( rate( ${requests}{ ${succeeded} }[{{ interval }}] ) ) / sum( rate( ${requests}{ ${target} }[{{ interval }}] ) ) * 100`,
    duration: ` histogram_quantile( 0.99, sum( rate( ${durations}{ ${target} }[{{ interval }}] ) ) by (le) )`,
  };
}

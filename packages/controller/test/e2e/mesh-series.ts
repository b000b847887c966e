/** What one mesh exports about requests, and how it labels those to a canary and to its primary. */
export interface MeshSeries {
  /** As in `spec.provider` or `-mesh-provider`. */
  readonly provider: string;
  /** A counter by answer; absent where the durations count. */
  readonly requests?: string;
  /** A histogram: without `_bucket`, `_sum`, `_count`. */
  readonly durations: string;
  readonly unit: 'seconds' | 'milliseconds';
  /** A second histogram, where durations are in another than the answers. */
  readonly served?: string;
  /** How an answer is told: the label, the value of a good one, and of one that failed. */
  readonly answers: readonly [label: string, good: string, failed: string];
  readonly canary: Readonly<Record<string, string>>;
  readonly primary: Readonly<Record<string, string>>;
}

/** Of Envoy, whose statistics many meshes hand on. */
const envoy = { requests: 'envoy_cluster_upstream_rq', durations: 'envoy_cluster_upstream_rq_time', unit: 'milliseconds', answers: ['envoy_response_code', '200', '503'] } as const;
const istio = { requests: 'istio_requests_total', durations: 'istio_request_duration_milliseconds', unit: 'milliseconds', answers: ['response_code', '200', '503'] } as const;

const pods = { canary: 'podinfo-5d4f8c7b9-x2x4z', primary: 'podinfo-primary-6c9d7f5b8-q8w2r' };
const namespace = 'prod';
const workload = (name: string): Record<string, string> => ({ reporter: 'destination', destination_workload_namespace: namespace, destination_workload: name });
const pod = (name: string): Record<string, string> => ({ kubernetes_namespace: namespace, kubernetes_pod_name: name });

/** Every mesh and ingress, as its documentation says that it labels. The canary is `podinfo` in the namespace `prod`, at port 80. */
export const MESHES: readonly MeshSeries[] = [
  { provider: 'istio', ...istio, canary: workload('podinfo'), primary: workload('podinfo-primary') },
  { provider: 'smi:v1alpha2', ...istio, canary: workload('podinfo'), primary: workload('podinfo-primary') },
  {
    provider: 'linkerd', requests: 'response_total', durations: 'response_latency_ms', unit: 'milliseconds', answers: ['classification', 'success', 'failure'],
    canary: { namespace, deployment: 'podinfo', direction: 'inbound' }, primary: { namespace, deployment: 'podinfo-primary', direction: 'inbound' },
  },
  {
    provider: 'osm', requests: 'osm_request_total', durations: 'osm_request_duration_ms', unit: 'milliseconds', answers: ['response_code', '200', '503'],
    canary: { destination_namespace: namespace, destination_kind: 'Deployment', destination_name: 'podinfo' },
    primary: { destination_namespace: namespace, destination_kind: 'Deployment', destination_name: 'podinfo-primary' },
  },
  { provider: 'appmesh:v1beta2', ...envoy, canary: pod(pods.canary), primary: pod(pods.primary) },
  {
    provider: 'kubernetes', durations: 'http_request_duration_seconds', unit: 'seconds', answers: ['status', '200', '503'],
    canary: pod(pods.canary), primary: pod(pods.primary),
  },
  {
    provider: 'gatewayapi:v1', durations: 'http_request_duration_seconds', unit: 'seconds', answers: ['status', '200', '503'],
    canary: pod(pods.canary), primary: pod(pods.primary),
  },
  {
    provider: 'nginx', requests: 'nginx_ingress_controller_requests', durations: 'nginx_ingress_controller_response_duration_seconds', unit: 'seconds', answers: ['status', '200', '503'],
    canary: { namespace, ingress: 'podinfo', canary: 'prod-podinfo-canary-80' }, primary: { namespace, ingress: 'podinfo', canary: '' },
  },
  { provider: 'contour', ...envoy, canary: { envoy_cluster_name: 'prod_podinfo-canary_80' }, primary: { envoy_cluster_name: 'prod_podinfo-primary_80' } },
  {
    provider: 'gloo', ...envoy, canary: { envoy_cluster_name: 'prod-podinfo-canaryupstream-80_prod' },
    primary: { envoy_cluster_name: 'prod-podinfo-primaryupstream-80_prod' },
  },
  { provider: 'kuma', ...envoy, canary: { service: 'podinfo-canary_prod_svc_80' }, primary: { service: 'podinfo-primary_prod_svc_80' } },
  {
    provider: 'traefik', durations: 'traefik_service_request_duration_seconds', unit: 'seconds', answers: ['code', '200', '503'],
    canary: { service: 'prod-podinfo-canary-80@kubernetescrd' }, primary: { service: 'prod-podinfo-primary-80@kubernetescrd' },
  },
  {
    provider: 'skipper', durations: 'skipper_response_duration_seconds', served: 'skipper_serve_route_duration_seconds', unit: 'seconds', answers: ['code', '200', '503'],
    canary: { route: 'kube_prod__podinfo_canary__app_example_com____podinfo_canary' }, primary: { route: 'kube_prod__podinfo_canary__app_example_com____podinfo_primary' },
  },
  {
    provider: 'apisix', requests: 'apisix_http_status', durations: 'apisix_http_latency', unit: 'milliseconds', answers: ['code', '200', '503'],
    canary: { type: 'request', route: 'prod_podinfo-podinfo-canary_method' }, primary: { type: 'request', route: 'prod_podinfo_method' },
  },
  { provider: 'knative', ...envoy, canary: { envoy_cluster_name: 'prod/podinfo-00002' }, primary: { envoy_cluster_name: 'prod/podinfo-00001' } },
];

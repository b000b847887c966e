/** Where an HAProxy listens and where it sends requests. */
export interface HaproxyPorts {
  readonly frontend: number;
  readonly metrics: number;
  readonly primary: number;
  readonly canary: number;
}

/** A `haproxy.cfg` as the README asks for: one backend for each canary, all weight with the primary. */
export function renderConfig({ frontend, metrics, primary, canary }: HaproxyPorts, socket: string): string {
  return `
global
  stats socket ${socket} mode 600 level admin

defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s

frontend web
  bind 127.0.0.1:${frontend}
  default_backend test_podinfo

backend test_podinfo
  balance roundrobin
  server primary 127.0.0.1:${primary} weight 100
  server canary 127.0.0.1:${canary} weight 0

frontend metrics
  bind 127.0.0.1:${metrics}
  http-request use-service prometheus-exporter if { path /metrics }
`;
}

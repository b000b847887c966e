import { PORTS } from './setting.ts';

/** How Prometheus scrapes Traefik. */
export function traefikScrapes(address: string): Readonly<Record<string, unknown>> {
  return { job_name: 'traefik', scrape_interval: '2s', static_configs: [{ targets: [address] }] };
}

/** How Prometheus finds and scrapes the Pods. The server that plays them lists them, as Debian's Prometheus can't ask Kubernetes. */
export const podScrapes: Readonly<Record<string, unknown>> = {
  job_name: 'pods', scrape_interval: '2s', http_sd_configs: [{ url: `http://127.0.0.1:${PORTS.pods}/targets`, refresh_interval: '1s' }],
};

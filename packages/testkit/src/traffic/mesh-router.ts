import { createServer } from 'node:http';
import type { Clock, ObjectReader } from '@flagger/sdk';
import type { EndpointSource } from '../workloads/endpoint.ts';
import type { VersionSource } from './app-versions.ts';
import { listen } from './listen.ts';
import { Proxying, refuse } from './proxying.ts';
import type { RequestListener } from './answered-request.ts';
import type { RouteReader } from './route-plan.ts';

/** What a mesh router reads and where it sends requests. */
export interface MeshRouterOptions {
  /** For Services. */
  readonly reader: ObjectReader;
  /** Asked in this order; a host that none knows is a plain Service. */
  readonly routes: readonly RouteReader[];
  readonly endpoints: EndpointSource;
  readonly versions: VersionSource;
  /** Measures durations and chooses by weight. */
  readonly clock: Clock;
  readonly onRequest: RequestListener;
  readonly port?: number;
}

/** An HTTP proxy that stands for all sidecars and gateways. */
export interface MeshRouter {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a proxy that sends each request where the live objects say at that moment. The Host header names the Service or
 * host; `x-source-namespace`, `x-source-labels` (`app=web,tier=front`) and `x-gateway` (`namespace/name`) say where the request comes from.
 */
export async function startMeshRouter(options: MeshRouterOptions): Promise<MeshRouter> {
  const closed = new AbortController();
  const proxy = new Proxying(options, closed.signal);
  const server = createServer((request, response) => {
    proxy.serve(request, response).catch((error: unknown) => refuse(response, 500, `mesh: ${String(error)}`));
  });
  const { url, close } = await listen(server, options.port);
  return {
    url,
    close: () => {
      closed.abort();
      proxy.close();
      return close();
    },
  };
}

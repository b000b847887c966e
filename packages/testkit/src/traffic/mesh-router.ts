import { Agent, createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Clock, Manifest, ObjectReader, ResourceType } from '@flagger/sdk';
import type { Endpoint, EndpointSource } from '../workloads/endpoint.ts';
import type { AppVersion } from './app-version.ts';
import type { VersionSource } from './app-versions.ts';
import { chooseBackend, chooseOne } from './choose.ts';
import { changeHeaders } from './header-operations.ts';
import { exchange } from './http-exchange.ts';
import type { ExchangeResponse } from './http-exchange.ts';
import { listen } from './listen.ts';
import type { RequestListener } from './request-record.ts';
import type { Backend, RoutedRequest, RoutePlan, RouteReader, ServiceRef } from './route-plan.ts';
import { readRequest } from './routed-request.ts';
import { serviceOf } from './service-host.ts';

interface Service extends Manifest {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

const SERVICES: ResourceType<Service> = { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true };

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

interface Forwarded {
  readonly request: RoutedRequest;
  readonly plan: RoutePlan;
  readonly body: Buffer;
}

class Proxying {
  readonly #options: MeshRouterOptions;
  readonly #signal: AbortSignal;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(options: MeshRouterOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const request = readRequest(incoming);
    const plan = await this.#plan(request);
    const backend = chooseBackend(plan.backends, this.#options.clock.random());
    if (backend === undefined) return refuse(response, 404, `no route for ${request.host}${request.target}`);
    for (const { service, percent } of plan.mirrors) this.#mirror({ request, plan, body }, service, percent);
    const answer = await this.#forward({ request, plan, body }, backend, false);
    if (answer === undefined) return refuse(response, 503, `no healthy upstream for ${backend.service.name}.${backend.service.namespace}`);
    const headers = changeHeaders(changeHeaders(answer.headers, backend.responseHeaders), plan.responseHeaders);
    response.writeHead(answer.status, headers as Record<string, string | string[]>).end(answer.body);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #plan(request: RoutedRequest): Promise<RoutePlan> {
    for (const reader of this.#options.routes) {
      const plan = await reader.plan(request, this.#signal);
      if (plan !== undefined) return plan;
    }
    const service = serviceOf(request.host, request.sourceNamespace);
    return { backends: service === undefined ? [] : [{ service, weight: 1 }], mirrors: [] };
  }

  #mirror(forwarded: Forwarded, service: ServiceRef, percent: number): void {
    if (this.#options.clock.random() * 100 >= percent) return;
    // Nobody waits for the answer to a copy, nor learns that there was none.
    this.#forward(forwarded, { service, weight: 1 }, true).catch(() => undefined);
  }

  /** Undefined: nothing stands behind the Service. */
  async #forward({ request, plan, body }: Forwarded, backend: Backend, mirrored: boolean): Promise<ExchangeResponse | undefined> {
    const { clock, onRequest } = this.#options;
    const upstream = await this.#upstream(backend.service);
    if (upstream === undefined) return undefined;
    const { endpoint, version } = upstream;
    const host = plan.host ?? request.host;
    const own = { ...request.headers, host: mirrored ? `${host}-shadow` : host, 'x-pod': endpoint.pod };
    const headers = changeHeaders(changeHeaders(own, plan.requestHeaders), backend.requestHeaders);
    const startedAt = clock.now();
    const answer = await exchange({ server: version.url, method: request.method, target: plan.target ?? request.target, headers, body }, this.#agent);
    onRequest({
      namespace: endpoint.namespace, service: backend.service.name, workload: endpoint.workload, pod: endpoint.pod,
      method: request.method, status: answer.status, durationMs: clock.now() - startedAt, mirrored,
    });
    return answer;
  }

  async #upstream({ namespace, name }: ServiceRef): Promise<{ endpoint: Endpoint; version: AppVersion } | undefined> {
    const { reader, endpoints, versions, clock } = this.#options;
    const service = await reader.get(SERVICES, { namespace, name }, this.#signal);
    const selector = service?.spec.selector ?? {};
    if (Object.keys(selector).length === 0) return undefined;
    const endpoint = chooseOne(endpoints.ready(namespace, selector), clock.random());
    const version = endpoint === undefined ? undefined : versions.find(endpoint.image);
    return endpoint === undefined || version === undefined ? undefined : { endpoint, version };
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${message}\n`);
}

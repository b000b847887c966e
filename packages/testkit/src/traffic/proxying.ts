import { Agent } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Manifest, ResourceType } from '@flagger/sdk';
import type { Endpoint } from '../workloads/endpoint.ts';
import type { AppVersion } from './app-version.ts';
import { chooseBackend, chooseOne } from './choose.ts';
import { changeHeaders } from './header-operations.ts';
import { exchange } from './http-exchange.ts';
import type { ExchangeResponse } from './http-exchange.ts';
import type { MeshRouterOptions } from './mesh-router.ts';
import type { Backend, RoutedRequest, RoutePlan, ServiceRef } from './route-plan.ts';
import { readRequest } from './routed-request.ts';
import { serviceOf } from './service-host.ts';

interface Service extends Manifest {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
}

const SERVICES: ResourceType<Service> = { apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true };

interface Forwarded {
  readonly request: RoutedRequest;
  readonly plan: RoutePlan;
  readonly body: Buffer;
}

/** Takes requests to the Pods that the live objects name. */
export class Proxying {
  readonly #options: MeshRouterOptions;
  readonly #signal: AbortSignal;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(options: MeshRouterOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  /** Answers one request. */
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

  /** Ends the connections to the Pods. */
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

/** Answers in place of a Pod. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${message}\n`);
}

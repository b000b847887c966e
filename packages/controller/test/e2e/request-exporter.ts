import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Histogram, Registry } from 'prom-client';

/** How requests to a canary end, in one namespace. */
export interface Behaviour {
  /** Share of answers with 503, from 0 to 1. */
  readonly failing: number;
  readonly durationMs: number;
}

const TICK_MS = 100;
const REQUESTS_PER_TICK = 10;
const WORKLOAD = { reporter: 'destination', destination_workload: 'podinfo' };
const LABELS = ['reporter', 'destination_workload', 'destination_workload_namespace', 'response_code'] as const;

/** Counts requests as the proxies of Istio do, and shows them to a Prometheus. */
export class RequestExporter {
  readonly #registry = new Registry();
  readonly #requests = new Counter({ name: 'istio_requests_total', help: 'Requests', labelNames: LABELS, registers: [this.#registry] });
  readonly #durations = new Histogram({
    name: 'istio_request_duration_milliseconds', help: 'Durations', labelNames: LABELS, buckets: [1, 10, 100, 500, 1000, 5000], registers: [this.#registry],
  });
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;

  private constructor() {
    this.#server = createServer((_request, response) => void this.#registry.metrics().then(text => response.end(text)));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  static async start(): Promise<RequestExporter> {
    const exporter = new RequestExporter();
    await new Promise<void>(resolve => void exporter.#server.listen(0, '127.0.0.1', resolve));
    return exporter;
  }

  /** Where it is scraped. */
  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  /** From now on, a hundred requests a second; undefined: none any more, but what was counted stays. */
  behave(namespace: string, behaviour: Behaviour | undefined): void {
    if (behaviour === undefined) this.#behaviours.delete(namespace);
    else this.#behaviours.set(namespace, behaviour);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await new Promise<void>(resolve => {
      this.#server.close(() => { resolve(); });
      this.#server.closeAllConnections();
    });
  }

  #tick(): void {
    for (const [namespace, { failing, durationMs }] of this.#behaviours) {
      const failed = Math.round(REQUESTS_PER_TICK * failing);
      this.#count(namespace, '200', REQUESTS_PER_TICK - failed, durationMs);
      this.#count(namespace, '503', failed, durationMs);
    }
  }

  #count(namespace: string, code: string, requests: number, durationMs: number): void {
    const labels = { ...WORKLOAD, destination_workload_namespace: namespace, response_code: code };
    this.#requests.inc(labels, requests);
    for (let request = 0; request < requests; request++) this.#durations.observe(labels, durationMs);
  }
}

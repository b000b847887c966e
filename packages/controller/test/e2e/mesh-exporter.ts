import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Histogram, Registry } from 'prom-client';
import type { MeshSeries } from './mesh-series.ts';

/** Ten requests each time; of the canary's one fails, of the primary's all. */
const TICK_MS = 100;
const REQUESTS = 10;
const CANARY = { failed: 1, durationMs: 40 };
const PRIMARY = { failed: REQUESTS, durationMs: 3000 };
const BUCKETS_MS = [1, 10, 100, 1000, 10_000];

/** Counts what many meshes count, of one canary that does well enough and a primary that does not. */
export class MeshExporter {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;
  readonly #meshes: readonly MeshSeries[];

  private constructor(meshes: readonly MeshSeries[]) {
    // Meshes that hand on the same series and labels count once.
    this.#meshes = meshes.filter((mesh, at) => meshes.findIndex(other => other.durations === mesh.durations && JSON.stringify(other.canary) === JSON.stringify(mesh.canary)) === at);
    this.#server = createServer((_request, response) => void this.#registry.metrics().then(text => response.end(text)));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  static async start(meshes: readonly MeshSeries[]): Promise<MeshExporter> {
    const exporter = new MeshExporter(meshes);
    await new Promise<void>(resolve => void exporter.#server.listen(0, '127.0.0.1', resolve));
    return exporter;
  }

  /** Where it is scraped. */
  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await new Promise<void>(resolve => {
      this.#server.close(() => { resolve(); });
      this.#server.closeAllConnections();
    });
  }

  #tick(): void {
    for (const mesh of this.#meshes) {
      this.#count(mesh, mesh.canary, CANARY);
      this.#count(mesh, mesh.primary, PRIMARY);
    }
  }

  #count(mesh: MeshSeries, labels: Readonly<Record<string, string>>, { failed, durationMs }: typeof CANARY): void {
    const [answer, good, bad] = mesh.answers;
    const duration = mesh.unit === 'seconds' ? durationMs / 1000 : durationMs;
    for (const [value, requests] of [[good, REQUESTS - failed], [bad, failed]] as const) {
      const labelled = { ...labels, [answer]: value };
      if (mesh.requests !== undefined) this.#counter(mesh.requests).inc(labelled, requests);
      const histograms = [mesh.durations, mesh.served].filter(name => name !== undefined).map(name => this.#histogram(name, mesh.unit));
      for (let request = 0; request < requests; request++) for (const histogram of histograms) histogram.observe(labelled, duration);
    }
  }

  #counter(name: string): Counter {
    const found = this.#counters.get(name) ?? new Counter({ name, help: name, labelNames: this.#labelsOf(name), registers: [this.#registry] });
    this.#counters.set(name, found);
    return found;
  }

  #histogram(name: string, unit: MeshSeries['unit']): Histogram {
    const buckets = unit === 'seconds' ? BUCKETS_MS.map(ms => ms / 1000) : BUCKETS_MS;
    const found = this.#histograms.get(name) ?? new Histogram({ name, help: name, labelNames: this.#labelsOf(name), buckets, registers: [this.#registry] });
    this.#histograms.set(name, found);
    return found;
  }

  /** Of every mesh that has the series. */
  #labelsOf(name: string): string[] {
    const having = this.#meshes.filter(({ requests, durations, served }) => [requests, durations, served].includes(name));
    return [...new Set(having.flatMap(({ canary, primary, answers }) => [...Object.keys(canary), ...Object.keys(primary), answers[0]]))];
  }
}

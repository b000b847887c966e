import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Histogram, Registry } from 'prom-client';
import type { PlayedPod } from './pod.ts';
import { BAD, PORTS } from './setting.ts';

// The process that plays every Pod: it listens on all addresses of 10.0.0.0/8, and sees by the one at which it was reached which Pod is meant.

/** As long as a Pod goes on after its deletion that waits in its preStop hook for proxies to forget it. */
const DRAIN_MS = 5000;
const ANSWER_MS = 5;

/** One Pod's life in the server. */
class Player {
  readonly metrics = new Registry();
  readonly #durations = new Histogram({
    name: 'http_request_duration_seconds', help: 'Durations', labelNames: ['method', 'path', 'status'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1], registers: [this.metrics],
  });
  readonly #pod: PlayedPod;
  #answered = 0;
  #endsAt = Number.POSITIVE_INFINITY;

  constructor(pod: PlayedPod) {
    this.#pod = pod;
  }

  get leaving(): boolean {
    return this.#endsAt !== Number.POSITIVE_INFINITY;
  }

  get gone(): boolean {
    return performance.now() > this.#endsAt;
  }

  /** Where Prometheus finds it, with the labels that the checks of gatewayapi ask for. */
  get target(): object {
    const { ip, namespace, name } = this.#pod;
    return { targets: [`${ip}:${PORTS.pods}`], labels: { kubernetes_namespace: namespace, kubernetes_pod_name: name } };
  }

  leave(): void {
    if (!this.leaving) this.#endsAt = performance.now() + DRAIN_MS;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    await wait(ANSWER_MS);
    this.#answered += 1;
    const status = this.#pod.version === BAD && this.#answered % 2 === 0 ? 500 : 200;
    this.#durations.observe({ method: request.method ?? '', path: 'root', status }, (performance.now() - startedAt) / 1000);
    response.writeHead(status, { 'x-pod': this.#pod.name, 'x-version': this.#pod.version }).end('well\n');
  }
}

const players = new Map<string, Player>();

process.on('message', (pods: readonly PlayedPod[]) => {
  const named = new Set(pods.map(({ ip }) => ip));
  for (const pod of pods) if (!players.has(pod.ip)) players.set(pod.ip, new Player(pod));
  for (const [ip, player] of players) if (!named.has(ip) || pods.some(pod => pod.ip === ip && pod.leaving)) player.leave();
});
process.on('disconnect', () => process.exit());

const server = createServer((request, response) => {
  if (request.url === '/targets') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify([...players.values()].filter(({ leaving }) => !leaving).map(({ target }) => target)));
    return;
  }
  const player = players.get(request.socket.localAddress ?? '');
  if (player === undefined || player.gone) request.socket.destroy();
  else if (request.url === '/metrics') void player.metrics.metrics().then(text => response.end(text));
  else void player.answer(request, response);
});
server.keepAliveTimeout = 600_000;
server.listen(PORTS.pods, '0.0.0.0', () => process.send?.('listening'));

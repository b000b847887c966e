import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sleep } from '@flagger/sdk';
import type { Clock } from '@flagger/sdk';
import { drawLatencyMs } from './latency.ts';
import type { Latency } from './latency.ts';
import { listen } from './listen.ts';

/** How a version of an application answers. */
export interface AppBehaviour {
  /** Share of requests that get a 500, from 0 to 1. */
  readonly errorRate: number;
  readonly latency: Latency;
}

/** One version of an application: a server that stands for all of its Pods. */
export interface AppVersion {
  readonly version: string;
  readonly url: string;
  /** Changes how it answers from now on. */
  behave(change: Partial<AppBehaviour>): void;
  close(): Promise<void>;
}

const GOOD: AppBehaviour = { errorRate: 0, latency: { medianMs: 5, p99Ms: 30 } };

/** Starts a version. It answers every path with its name, in the header `x-version` and as JSON, and passes the Pod's name on. */
export async function startAppVersion(version: string, clock: Clock, behaviour: Partial<AppBehaviour> = {}): Promise<AppVersion> {
  let present: AppBehaviour = { ...GOOD, ...behaviour };
  const closed = new AbortController();
  const server = createServer((request, response) => {
    const status = clock.random() < present.errorRate ? 500 : 200;
    sleep(clock, drawLatencyMs(present.latency, () => clock.random()), closed.signal)
      .then(() => answer(request, response, { version, status }), () => response.destroy());
  });
  const { url, close } = await listen(server);
  return {
    version, url,
    behave: change => { present = { ...present, ...change }; },
    close: () => {
      closed.abort();
      return close();
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, { version, status }: { version: string; status: number }): void {
  const pod = String(request.headers['x-pod'] ?? version);
  request.resume();
  response.writeHead(status, { 'content-type': 'application/json', 'x-version': version, 'x-pod': pod });
  response.end(JSON.stringify({ version, pod, path: request.url, host: request.headers.host }));
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CancelTimer, Clock } from '@flagger/sdk';
import { listen } from '../traffic/listen.ts';
import type { Counters } from './counters.ts';
import { answerQuery } from './query-answer.ts';
import type { QueryAnswer } from './query-answer.ts';
import { SampleHistory } from './sample-history.ts';

/** What a Prometheus watches, and when. */
export interface PrometheusOptions {
  readonly counters: Counters;
  /** Its time is the samples' time: a window of a query is a window of this clock. */
  readonly clock: Clock;
  /** Default 1000. */
  readonly scrapeIntervalMs?: number;
  /** Default: any that is free. */
  readonly port?: number;
}

/** A Prometheus-compatible endpoint. */
export interface Prometheus {
  readonly url: string;
  /** Answers an instant query of the present. */
  query(promql: string): QueryAnswer;
  /** Takes a sample of every counter now. */
  scrape(): void;
  close(): Promise<void>;
}

/**
 * Serves `/api/v1/query` over samples that it takes of the counters: the selectors, rates, aggregations, operators
 * and quantiles that canary analysis uses. What it cannot evaluate is an error, never a wrong number.
 */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { counters, clock, scrapeIntervalMs = 1000 } = options;
  const history = new SampleHistory();
  const scrape = (): void => counters.sampleInto(history, clock.now());
  const query = (promql: string, atMs = clock.now()): QueryAnswer => answerQuery(promql, history, atMs);
  let cancel: CancelTimer = () => undefined;
  const loop = (): void => {
    scrape();
    cancel = clock.after(scrapeIntervalMs, loop);
  };
  loop();

  const server = createServer((request, response) => {
    void serve(request, response, query);
  });
  const { url, close } = await listen(server, options.port);
  return {
    url, scrape, query: promql => query(promql),
    close: () => {
      cancel();
      return close();
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, query: (promql: string, atMs?: number) => QueryAnswer): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://prometheus');
  if (url.pathname === '/-/healthy' || url.pathname === '/-/ready') {
    response.end('Prometheus Server is Healthy.\n');
    return;
  }
  if (url.pathname !== '/api/v1/query') {
    response.writeHead(404).end('404 page not found\n');
    return;
  }
  const params = new URLSearchParams(request.method === 'POST' ? await text(request) : url.search);
  const answer = query(params.get('query') ?? '', readTime(params.get('time')));
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
}

function readTime(time: string | null): number | undefined {
  if (time === null) return undefined;
  return Number.isNaN(Number(time)) ? Date.parse(time) : Number(time) * 1000;
}

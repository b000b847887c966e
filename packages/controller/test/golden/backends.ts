import type { Heard } from './recording.ts';

/** A request to the metric server, a hook, the event webhook or a chat channel. */
export interface BackendRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface BackendAnswer {
  readonly status: number;
  readonly body: string;
}

type HookAnswer = number | readonly [status: number, text: string];

export interface Control {
  /** First match wins; null is an empty result. Rates are 100 and durations 0.05 unless said otherwise. */
  readonly metrics: [pattern: RegExp, value: number | null][];
  readonly hooks: Record<string, HookAnswer>;
  /** What goes wrong, by URL; first match wins. A request that hangs gets no answer, ever. */
  readonly faults: [pattern: RegExp, fault: BackendAnswer | 'hang'][];
}

/** Everything that a controller calls out to, for one namespace. */
export class Backends {
  readonly control: Control = { metrics: [], hooks: {}, faults: [] };
  readonly heard: Heard[] = [];
  readonly #namespace: string;
  readonly #now: () => number;

  constructor(namespace: string, now: () => number) {
    this.#namespace = namespace;
    this.#now = now;
  }

  /** Whether a request gets no answer. */
  hangs({ url }: Pick<BackendRequest, 'url'>): boolean {
    return this.#faultOf(url) === 'hang';
  }

  answer(request: BackendRequest): BackendAnswer {
    const fault = this.#faultOf(request.url);
    if (fault !== undefined && fault !== 'hang') return fault;
    const url = new URL(request.url);
    const path = url.pathname;
    if (path.startsWith('/prom')) return this.#prometheus(path, url.searchParams.get('query') ?? '', request);
    if (path.startsWith('/events')) return this.#event(request);
    if (path.startsWith('/hook/')) return this.#hook(path, request);
    if (path.startsWith('/alert')) {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => ['authorization', 'content-type'].includes(name.toLowerCase())));
      this.#hear({ kind: 'alert', path, headers, payload: JSON.parse(request.body) });
      return { status: 200, body: '{}' };
    }
    return { status: 404, body: 'no such path' };
  }

  mark(note: string): void {
    this.#hear({ kind: 'mark', note });
  }

  #faultOf(url: string): BackendAnswer | 'hang' | undefined {
    return this.control.faults.find(([pattern]) => pattern.test(decodeURIComponent(url)))?.[1];
  }

  #prometheus(path: string, query: string, request: BackendRequest): BackendAnswer {
    if (query === 'vector(1)') return vector(1);
    const auth = request.headers['authorization'];
    this.#hear({ kind: 'query', path, query, ...(auth !== undefined && { auth }) });
    const rule = this.control.metrics.find(([pattern]) => pattern.test(query));
    if (rule) return vector(rule[1]);
    return vector(/histogram_quantile|latency_seconds_sum|duration_seconds_sum|duration_sum/.test(query) ? 0.05 : 100);
  }

  #event(request: BackendRequest): BackendAnswer {
    const { phase, metadata } = JSON.parse(request.body) as { phase: string; metadata: { eventType: string; eventMessage: string } };
    this.#hear({ kind: 'event', phase, type: metadata.eventType, message: metadata.eventMessage });
    return { status: 200, body: '{}' };
  }

  #hook(path: string, request: BackendRequest): BackendAnswer {
    const name = path.split('/').slice(3).join('/');
    const wanted = this.control.hooks[name] ?? 200;
    const [status, body] = typeof wanted === 'number' ? [wanted, ''] : wanted;
    this.#hear({ kind: 'hook', path: name, payload: JSON.parse(request.body) });
    return { status, body };
  }

  #hear(entry: Record<string, unknown>): void {
    this.heard.push({ at: this.#now(), ns: this.#namespace, ...entry } as unknown as Heard);
  }
}

function vector(value: number | null): BackendAnswer {
  const result = value === null ? [] : [{ metric: {}, value: [1, String(value)] }];
  return { status: 200, body: JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }) };
}

import { CanaryError } from '@flagger/sdk';
import type { Clock, HttpClient, HttpRequest, HttpResponse } from '@flagger/sdk';
import { backendsFor } from './backend-server.ts';
import type { Backends } from './backends.ts';

/** The way to the backends without a network; what gets no answer ends on the clock. */
export class BackendClient implements HttpClient {
  readonly #clock: Clock;
  readonly #namespaces: Map<string, Backends>;
  #hanging = 0;

  constructor(clock: Clock, namespaces: Map<string, Backends>) {
    this.#clock = clock;
    this.#namespaces = namespaces;
  }

  /** How many requests wait for an answer that won't come. */
  get hanging(): number {
    return this.#hanging;
  }

  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { method, url, body = '' } = request;
    const [first] = this.#namespaces.values();
    const backends = backendsFor(this.#namespaces, decodeURIComponent(url) + body) ?? first;
    if (backends === undefined) throw new Error('a client has the backends of one namespace at least');
    if (backends.hangs({ url })) return this.#hang(request, signal);
    const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
    return Promise.resolve({ ...backends.answer({ method, url, headers, body }), headers: {} });
  }

  async #hang({ method, url, timeoutMs }: HttpRequest, signal: AbortSignal): Promise<never> {
    this.#hanging += 1;
    try {
      return await new Promise<never>((_resolve, reject) => {
        const cancel = this.#clock.after(timeoutMs, () => reject(new CanaryError('TimedOut', 'later', `${method} ${url.split('?')[0]}: no answer within ${timeoutMs / 1000}s`)));
        signal.addEventListener('abort', () => {
          cancel();
          reject(signal.reason as Error);
        }, { once: true });
      });
    } finally {
      this.#hanging -= 1;
    }
  }
}

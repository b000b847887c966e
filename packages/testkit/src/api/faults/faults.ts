import type { ApiRequest } from '../http/api-request.ts';

/** What goes wrong with a request. */
export type Fault =
  /** It is answered with a Status of this code, and nothing is done. */
  | { readonly kind: 'status'; readonly code: number; readonly reason?: string; readonly message?: string; readonly retryAfterSeconds?: number }
  /** It is done as usual, `delayMs` of the server's clock later. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The connection breaks off before anything is done. */
  | { readonly kind: 'drop' }
  /** The request is done, and then the connection breaks off without an answer. */
  | { readonly kind: 'drop-answer' }
  /** Nothing is done and no answer ever comes. */
  | { readonly kind: 'hang' };

/** Says what goes wrong with a request; undefined lets it pass. */
export type FaultHook = (request: ApiRequest) => Fault | undefined;

/** The faults that are injected now. */
export class Faults {
  readonly #hooks = new Set<FaultHook>();

  /** Asks `hook` about each request from now on; the returned function ends that. */
  inject(hook: FaultHook): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** Injects a fault into the next `count` requests that `matches` takes. */
  injectNext(count: number, fault: Fault, matches: (request: ApiRequest) => boolean): () => void {
    let left = count;
    return this.inject(request => {
      if (left === 0 || !matches(request)) return undefined;
      left -= 1;
      return fault;
    });
  }

  /** Lets all requests pass again. */
  clear(): void {
    this.#hooks.clear();
  }

  /** The first fault that a hook has for a request. */
  faultFor(request: ApiRequest): Fault | undefined {
    for (const hook of this.#hooks) {
      const fault = hook(request);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
}

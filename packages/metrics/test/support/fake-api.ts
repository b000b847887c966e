import type { KubernetesApi } from '@flagger/sdk';

/** What an API server was asked. */
export type Asked = Parameters<KubernetesApi['send']>[0];
/** What it answers. */
export type Reply = { readonly status: number; readonly body?: unknown };

/** An API server that answers from a function, and remembers what it was asked. */
export class FakeApi implements KubernetesApi {
  readonly asked: Asked[] = [];
  readonly #reply: (asked: Asked, count: number) => Reply;

  constructor(reply: (asked: Asked, count: number) => Reply) {
    this.#reply = reply;
  }

  send(request: Asked): ReturnType<KubernetesApi['send']> {
    this.asked.push(request);
    const { status, body = {} } = this.#reply(request, this.asked.length);
    return Promise.resolve({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  get lines(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }
}

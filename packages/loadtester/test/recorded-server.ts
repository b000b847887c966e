import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A loopback server that remembers what it was asked, and answers what the test says. */
export class RecordedServer {
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;

  private constructor(answer: (request: SeenRequest) => string) {
    this.#server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString('utf8');
      const seen = { method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization, body };
      this.requests.push(seen);
      response.end(answer(seen));
    });
  }

  static async start(answer: (request: SeenRequest) => string): Promise<RecordedServer> {
    const recorded = new RecordedServer(answer);
    await new Promise<void>(resolve => void recorded.#server.listen(0, '127.0.0.1', resolve));
    return recorded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `METHOD path` of every request so far. */
  get lines(): readonly string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => void this.#server.close(resolve));
  }
}

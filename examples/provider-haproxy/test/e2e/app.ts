import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** One version of the application: it answers with its name. */
export class App {
  readonly #server: Server;
  status = 200;

  private constructor(name: string) {
    this.#server = createServer((_request, response) => void response.writeHead(this.status).end(name));
  }

  static async start(name: string, port: number): Promise<App> {
    const app = new App(name);
    await new Promise<void>(resolve => void app.#server.listen(port, '127.0.0.1', resolve));
    return app;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => void this.#server.close(resolve));
  }
}

import type { EventEmitter } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { GrpcHealth } from './grpc-health.ts';
import { selfSigned } from './self-signed.ts';

/** Where the stand-in for podinfo listens. */
export const PODINFO_ADDRESS = '127.0.0.71';
const HTTP_PORTS = [9898, 8080];
const HTTPS_PORT = 443;

/** How a connection of HTTP/2 without TLS begins. */
const PREFACE = 'PRI ';

/** An application that says what it was asked, over HTTP/1.1 and, with TLS, HTTP/2; on the same port it is a gRPC service. */
export class Podinfo {
  /** `METHOD path body` of every request. */
  readonly requests: string[] = [];
  readonly health = new GrpcHealth();
  readonly #servers: Server[] = [];

  /** `folder` gets its certificate. */
  static async start(folder: string): Promise<Podinfo> {
    const podinfo = new Podinfo();
    const http = createHttpServer((request, response) => podinfo.#answer(request, response));
    const chosenBy = (beginning: Buffer): EventEmitter => (beginning.toString('latin1').startsWith(PREFACE) ? podinfo.health.server : http);
    for (const port of HTTP_PORTS) await podinfo.#listen(createTcpServer(socket => handOver(socket, chosenBy)), port);
    await podinfo.#listen(createSecureServer(selfSigned(folder, 'DNS:podinfo.example.com'), (request, response) => podinfo.#answer(request, response)), HTTPS_PORT);
    return podinfo;
  }

  #answer(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
    void request.toArray().then(chunks => {
      const line = `${request.httpVersion === '2.0' ? 'HTTP/2 ' : ''}${request.method} ${request.url} ${Buffer.concat(chunks).toString('utf8')}`.trim();
      this.requests.push(line);
      response.end(line);
    });
  }

  #listen(server: Server, port: number): Promise<void> {
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, PODINFO_ADDRESS, resolve);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(server => new Promise(resolve => void server.close(resolve))));
  }
}

/** Gives a connection to the server that its first bytes choose. */
function handOver(socket: Socket, chosenBy: (beginning: Buffer) => EventEmitter): void {
  socket.on('error', () => undefined);
  socket.once('data', (beginning: Buffer) => {
    socket.pause();
    socket.unshift(beginning);
    chosenBy(beginning).emit('connection', socket);
    process.nextTick(() => socket.resume());
  });
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTest } from './bench.ts';

/** Answers one request as it likes. */
export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** Starts an HTTP server that does what a real one never should; resolves with its address. */
export async function startFakeServer(handle: Handler): Promise<string> {
  const server = createServer((request, response) => handle(request, response, new URL(request.url ?? '', 'http://fake')));
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    server.closeAllConnections();
    await new Promise(resolve => void server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a TCP port
}

/** Ends a response with JSON. */
export function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

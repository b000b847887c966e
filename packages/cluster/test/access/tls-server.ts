import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterTest } from '../support/bench.ts';

/** What a request looked like to the server. */
export interface SeenRequest {
  readonly authorization: string | undefined;
  readonly impersonated: string | undefined;
  /** Common name of the client's certificate. */
  readonly client: string | undefined;
}

/** An HTTPS server whose certificate is for `api.test`. */
export interface TlsServer {
  readonly port: number;
  readonly seen: SeenRequest[];
  /** The next requests are answered with these codes; then again with 200. */
  answerNext(...codes: number[]): void;
}

/** The path of a test certificate or key. */
export function fixture(name: string): string {
  return new URL(`../fixtures/${name}`, import.meta.url).pathname;
}

export async function startTlsServer(): Promise<TlsServer> {
  const seen: SeenRequest[] = [];
  const codes: number[] = [];
  const read = (name: string): Buffer => readFileSync(fixture(name));
  const server = createServer({ cert: read('server.crt'), key: read('server.key'), ca: read('ca.crt'), requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const socket = request.socket as TLSSocket; // the server speaks TLS only
    const client = socket.getPeerCertificate().subject?.CN;
    const impersonated = request.headers['impersonate-user'];
    seen.push({ authorization: request.headers.authorization, impersonated: impersonated?.toString(), client: client?.toString() });
    response.writeHead(codes.shift() ?? 200, { 'content-type': 'application/json' }).end('{"major":"1"}');
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    server.closeAllConnections();
    await new Promise(resolve => void server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, seen, answerNext: (...next) => void codes.push(...next) }; // it listens on a TCP port
}

import { request as open } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { WireHeaders } from './header-operations.ts';

/** A request to a server on the loopback interface. */
export interface ExchangeRequest {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  readonly method: string;
  readonly target: string;
  readonly headers: WireHeaders;
  readonly body: Buffer;
}

/** What came back. */
export interface ExchangeResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request as it is, also with a Host header of its own, and waits for the whole answer. Rejects where there is none. */
export async function exchange({ server, method, target, headers, body }: ExchangeRequest, agent: Agent): Promise<ExchangeResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<ExchangeResponse>();
  const outgoing = open(server + target, { method, agent, headers: { ...headers, 'content-length': String(body.length) } });
  outgoing.on('error', reject);
  outgoing.on('response', response => {
    buffer(response).then(received => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }), reject);
  });
  outgoing.end(body);
  return await promise;
}

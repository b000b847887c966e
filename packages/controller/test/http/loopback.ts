import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback that closes itself with the test. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
  /** `METHOD path body` of each request. */
  readonly heard: string[];
}

/** Serves on a free port of the loopback. */
export async function serve(listener: RequestListener, create: (listener: RequestListener) => Server = createServer): Promise<Loopback> {
  const heard: string[] = [];
  const server = create((request, response) => {
    void readBody(request).then(body => {
      heard.push(`${request.method} ${request.url} ${body}`.trim());
      listener(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

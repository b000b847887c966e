import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backends } from './backends.ts';

/** One HTTP server for the backends of many namespaces. */
export interface BackendServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The namespace that a request is about: hooks name it in their path, queries, events and alerts in their text. */
export function backendsFor(namespaces: ReadonlyMap<string, Backends>, text: string): Backends | undefined {
  const longestFirst = [...namespaces.keys()].sort((a, b) => b.length - a.length);
  // Skipper's queries write a namespace's dashes as underscores.
  const name = longestFirst.find(namespace => text.includes(namespace) || text.includes(namespace.replaceAll('-', '_')));
  return name === undefined ? undefined : namespaces.get(name);
}

/** Serves the backends on loopback. */
export async function serveBackends(namespaces: ReadonlyMap<string, Backends>): Promise<BackendServer> {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    request.on('end', () => {
      const url = `http://backends${request.url ?? '/'}`;
      const backends = backendsFor(namespaces, decodeURIComponent(url) + body);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const isProbe = url.includes('vector(1)') || url.includes('vector%281%29');
      const any = backends ?? (isProbe ? namespaces.values().next().value : undefined);
      const answer = any?.answer({ method: request.method ?? 'GET', url, headers, body }) ?? { status: 404, body: 'whose request is this?' };
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body);
    });
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

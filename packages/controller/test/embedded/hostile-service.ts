import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How everything that the operator calls behaves. */
export type Mood = 'answers' | 'sends back what it was sent' | 'talks nonsense' | 'hangs up' | 'is silent' | 'is not there';

/** A server on the loopback that is no friend of those that trust it with secrets. */
export interface HostileService {
  /** `HOST:PORT`; nobody listens there where it is not there. */
  readonly host: string;
  /** Everything that it was sent: method, path and query, headers, body. */
  readonly heard: string[];
  setMood(mood: Mood): void;
  close(): Promise<void>;
}

/** Starts one, which answers well at first, or one that has gone already. */
export async function startHostileService(isGone: boolean): Promise<HostileService> {
  let mood: Mood = 'answers';
  const heard: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const all = JSON.stringify([request.method, request.url, request.headers, body]);
      heard.push(all);
      if (mood === 'hangs up') return response.destroy();
      if (mood === 'sends back what it was sent') return response.writeHead(400, { 'content-type': 'text/plain' }).end(all);
      if (mood === 'talks nonsense') return response.writeHead(200).end(`<html>${all}`);
      return mood === 'answers' ? response.writeHead(200).end('{"ok": 1}') : undefined;
    });
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  if (isGone) await close();
  return { host: `127.0.0.1:${port}`, heard, setMood: next => void (mood = next), close: isGone ? () => Promise.resolve() : close };
}

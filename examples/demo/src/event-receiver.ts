import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** An event of a canary, as the controller's event webhook tells it. */
export interface CanaryEvent {
  readonly namespace: string;
  readonly message: string;
  readonly warning: boolean;
}

/** Hears every event; the API server's Events leave repeated ones out. */
export interface EventReceiver {
  /** For `-event-webhook`. */
  readonly url: string;
  /** Adds a listener; the returned function takes it away. */
  listen(listener: (event: CanaryEvent) => void): () => void;
  close(): Promise<void>;
}

/** Starts the receiving end of the controller's event webhook. */
export async function startEventReceiver(): Promise<EventReceiver> {
  const listeners = new Set<(event: CanaryEvent) => void>();
  const server = createServer((request, response) => {
    json(request).then(payload => {
      const event = readEvent(payload as EventPayload);
      listeners.forEach(listener => listener(event));
      response.end();
    }, () => response.writeHead(400).end());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    listen: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

interface EventPayload {
  readonly namespace: string;
  readonly metadata: { readonly eventMessage: string; readonly eventType: string };
}

function readEvent({ namespace, metadata }: EventPayload): CanaryEvent {
  return { namespace, message: metadata.eventMessage, warning: metadata.eventType === 'Warning' };
}

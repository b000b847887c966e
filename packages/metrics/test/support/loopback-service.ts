import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { HttpClient } from '@flagger/sdk';

/** What a service was asked. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it answers. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
}

/** A metric service on the loopback interface. */
export interface LoopbackService {
  readonly address: string;
  readonly heard: Heard[];
  answer: Answer | ((heard: Heard) => Answer);
  close(): Promise<void>;
}

/** Starts a service that answers what it is told. */
export async function startService(): Promise<LoopbackService> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void text(request).then(body => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://service');
      const one: Heard = {
        method: request.method ?? '', url: request.url ?? '', path: pathname, headers: request.headers, body,
        parameters: [...searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      };
      heard.push(one);
      const { status, body: answer, contentType = 'application/json' } = typeof service.answer === 'function' ? service.answer(one) : service.answer;
      response.writeHead(status, { 'Content-Type': contentType }).end(answer);
    });
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const service: LoopbackService = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: { status: 200, body: '' },
    close: () => new Promise(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
  return service;
}

/** The runtime's own client: what the operator's does is tested where it lives. */
export const fetchClient: HttpClient = {
  send: async ({ method, url, headers = {}, body }, signal) => {
    const flat = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]));
    const answer = await fetch(url, { method, headers: flat, signal, ...(body !== undefined && { body }) });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  },
};

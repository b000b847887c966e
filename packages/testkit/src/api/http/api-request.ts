import type { IncomingMessage } from 'node:http';
import { parsePath } from './parse-path.ts';
import type { ResourcePath } from './parse-path.ts';

/** What a request does to a resource, in the words of Kubernetes' audit log. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** A request as it came in, before its body is read. */
export interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly userAgent: string;
  readonly user: string;
  readonly verb: Verb;
  /** Undefined for paths that name no resource, as `/version`. */
  readonly target: ResourcePath | undefined;
}

const WRITE_VERBS: Readonly<Record<string, Verb>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Reads the head of a request. `userOf` gives the user of a bearer token. */
export function readRequest(message: IncomingMessage, userOf: (token: string) => string): ApiRequest {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const target = parsePath(url.pathname);
  const method = message.method ?? 'GET';
  return {
    method, url: message.url ?? '/', path: url.pathname, query: url.searchParams, target,
    accept: message.headers.accept ?? '', contentType: message.headers['content-type'] ?? '', userAgent: message.headers['user-agent'] ?? '',
    user: userOf((message.headers.authorization ?? '').replace(/^Bearer /i, '')), verb: verbOf(method, url.searchParams, target),
  };
}

function verbOf(method: string, query: URLSearchParams, target: ResourcePath | undefined): Verb {
  const named = (target?.name ?? '') !== '';
  if (method === 'DELETE') return named ? 'delete' : 'deletecollection';
  const write = WRITE_VERBS[method];
  if (write !== undefined) return write;
  if (isTrue(query.get('watch'))) return 'watch';
  return named || target === undefined ? 'get' : 'list';
}

/** Whether a query parameter is switched on. */
export function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

import type { IncomingMessage } from 'node:http';
import type { RoutedRequest } from './route-plan.ts';

/** Where a request comes from; these headers do not reach the backend. */
const SOURCE_HEADERS = new Set(['x-source-namespace', 'x-source-labels', 'x-gateway', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** Reads a request off the wire. */
export function readRequest(incoming: IncomingMessage): RoutedRequest {
  const all = Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const);
  const header = (name: string): string | undefined => all.find(([candidate]) => candidate === name)?.[1];
  return {
    method: incoming.method ?? 'GET',
    host: (header('host') ?? '').replace(/:\d+$/, ''),
    target: incoming.url ?? '/',
    headers: Object.fromEntries(all.filter(([name]) => !SOURCE_HEADERS.has(name))),
    gateway: header('x-gateway') ?? 'mesh',
    sourceNamespace: header('x-source-namespace') ?? 'default',
    sourceLabels: Object.fromEntries((header('x-source-labels') ?? '').split(',').filter(Boolean).map(pair => splitOnce(pair))),
  };
}

function splitOnce(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

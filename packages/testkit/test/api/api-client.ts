import { afterEach } from '@jest/globals';
import { createVirtualClock, startApiServer } from '../../src/index.ts';
import type { ApiServer, ApiServerOptions, VirtualClock } from '../../src/index.ts';
import type { JsonObject } from '../../src/api/json.ts';

/** An answer of the server. */
export interface Answered {
  readonly code: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A server on a virtual clock, and requests to it. */
export interface Lab {
  readonly api: ApiServer;
  readonly clock: VirtualClock;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: unknown): Promise<Answered>;
  put(path: string, body: unknown): Promise<Answered>;
  patch(path: string, type: PatchType, body: unknown): Promise<Answered>;
  remove(path: string, options?: unknown): Promise<Answered>;
}

const PATCH_TYPES = {
  merge: 'application/merge-patch+json', json: 'application/json-patch+json', strategic: 'application/strategic-merge-patch+json', apply: 'application/apply-patch+yaml',
};

/** The kinds of patches. */
export type PatchType = keyof typeof PATCH_TYPES;

const open: ApiServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(api => api.close()));
});

/** Starts a server for one test; it is closed after it. */
export async function startLab(options: Partial<ApiServerOptions> = {}): Promise<Lab> {
  const clock = createVirtualClock();
  const api = await startApiServer({ clock, ...options });
  open.push(api);
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(api.url + path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(text === undefined ? {} : { body: text }) });
    const answer = await response.text();
    return { code: response.status, headers: response.headers, body: answer.startsWith('{') ? (JSON.parse(answer) as JsonObject) : { text: answer } };
  };
  return {
    api, clock,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, type, body) => send('PATCH', path, body, { 'content-type': PATCH_TYPES[type] }),
    remove: (path, options) => send('DELETE', path, options),
  };
}

/** The path of a namespaced resource in `default`. */
export function pathOf(apiVersion: string, plural: string, name?: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}/namespaces/default/${plural}${name === undefined ? '' : `/${name}`}`;
}

/** A ConfigMap. */
export function configMap(name: string, data: Record<string, string> = {}, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** A Deployment of one container. */
export function deployment(name: string, spec: JsonObject = {}): JsonObject {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: `${name}:1` }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { selector: { matchLabels: { app: name } }, template, ...spec } };
}

export const CONFIG_MAPS = pathOf('v1', 'configmaps');
export const DEPLOYMENTS = pathOf('apps/v1', 'deployments');
export const CANARIES = pathOf('flagger.app/v1beta1', 'canaries');

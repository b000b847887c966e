/** What is done to a resource; the words of RBAC. */
export type ApiVerb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** One request to the API server. */
export interface ApiRequest {
  readonly verb: ApiVerb;
  /** Absolute and percent-encoded, such as `/apis/apps/v1/namespaces/test/deployments/web`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the request is about, for messages and metrics: `deployments.apps`, `/version`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** Leave the client-side rate limit out. For what must neither wait for the operator's other work nor delay it: leases and Events. */
  readonly unmetered?: boolean;
}

/** A verb's HTTP method. */
export const METHODS = {
  get: 'GET', list: 'GET', watch: 'GET', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE',
} as const satisfies Record<ApiVerb, string>;

/** The request in words: `update deployments.apps test/web`. */
export function describeRequest({ verb, resource, namespace, name }: ApiRequest): string {
  const where = [namespace, name].filter(part => part !== undefined && part !== '').join('/');
  return where === '' ? `${verb} ${resource}` : `${verb} ${resource} ${name === undefined ? 'in namespace ' : ''}${where}`;
}

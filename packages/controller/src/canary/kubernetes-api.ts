import type { ApiVerb, Cluster } from '@flagger/cluster';
import { isCanaryError } from '@flagger/sdk';
import type { ErrorCode, HttpResponse, KubernetesApi } from '@flagger/sdk';

const VERBS = { GET: 'get', POST: 'create', DELETE: 'delete' } as const satisfies Record<string, ApiVerb>;

/** The HTTP status that a refusal had. */
const STATUS: Partial<Record<ErrorCode, number>> = { ApiForbidden: 403, NotFound: 404, MissingResourceType: 404, AlreadyExists: 409, Conflict: 409, Invalid: 422 };

/** The cluster's API for metric services that live behind it; refusals are answers with the message in their body. */
export function createKubernetesApi(cluster: Pick<Cluster, 'request'>): KubernetesApi {
  return {
    async send({ method, path, body }, signal): Promise<HttpResponse> {
      const request = { verb: VERBS[method], path, resource: path, ...(body !== undefined && { body: JSON.parse(body) as unknown }) };
      try {
        return { status: 200, headers: {}, body: JSON.stringify(await cluster.request<unknown>(request, signal)) };
      } catch (error) {
        const status = isCanaryError(error) ? STATUS[error.code] : undefined;
        if (status === undefined || !isCanaryError(error)) throw error;
        return { status, headers: {}, body: JSON.stringify({ message: error.message }) };
      }
    },
  };
}

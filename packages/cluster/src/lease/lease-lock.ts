import { isCanaryError } from '@flagger/sdk';
import type { Cluster } from '../cluster.ts';
import type { ApiRequest, ApiVerb } from '../api/api-request.ts';
import type { Lease, LeaseSpec } from './lease-record.ts';

/** Reads and writes one Lease, past caches and rate limit. */
export class LeaseLock {
  readonly #cluster: Pick<Cluster, 'request'>;
  readonly #namespace: string;
  readonly #name: string;

  constructor(cluster: Pick<Cluster, 'request'>, namespace: string, name: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
    this.#name = name;
  }

  /** @throws CanaryError ApiForbidden, ApiUnavailable */
  async read(signal: AbortSignal): Promise<Lease | undefined> {
    try {
      return await this.#cluster.request<Lease>(this.#request('get'), signal);
    } catch (error) {
      if (isCanaryError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** Creates the Lease, or replaces `current`. @throws CanaryError AlreadyExists or Conflict where another was faster */
  write(current: Lease | undefined, spec: LeaseSpec, signal: AbortSignal): Promise<Lease> {
    const base = current ?? { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: this.#name, namespace: this.#namespace } };
    return this.#cluster.request<Lease>({ ...this.#request(current === undefined ? 'create' : 'update'), body: { ...base, spec } }, signal);
  }

  #request(verb: ApiVerb): ApiRequest {
    const collection = `/apis/coordination.k8s.io/v1/namespaces/${this.#namespace}/leases`;
    const path = verb === 'create' ? collection : `${collection}/${this.#name}`;
    return { verb, path, resource: 'leases.coordination.k8s.io', namespace: this.#namespace, name: this.#name, unmetered: true };
  }
}

import type { Cluster } from '@flagger/cluster';
import { isCanaryError } from '@flagger/sdk';
import type { Manifest, ResourceType } from '@flagger/sdk';

/** What an API server makes of an object. */
export interface Verdict {
  /** As it would be stored; absent where it is refused. */
  readonly stored?: Manifest;
  readonly refusal?: string;
}

/** An API server that is asked what it would do with objects, unknown fields refused. It keeps none. */
export class Judge {
  readonly #cluster: Cluster;
  readonly #verdicts = new Map<string, Promise<Verdict>>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** The same object is asked about once. */
  judge(type: ResourceType, object: Manifest): Promise<Verdict> {
    const text = JSON.stringify(object);
    const verdict = this.#verdicts.get(text) ?? this.#ask(type, object);
    this.#verdicts.set(text, verdict);
    return verdict;
  }

  async #ask({ apiVersion, plural, namespaced }: ResourceType, body: Manifest): Promise<Verdict> {
    const { namespace = '', name } = body.metadata;
    const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}${namespaced ? `/namespaces/${namespace}` : ''}/${plural}`;
    const query = { fieldValidation: 'Strict', dryRun: 'All' };
    try {
      return { stored: await this.#cluster.request<Manifest>({ verb: 'create', path, query, body, resource: plural, namespace, name }, new AbortController().signal) };
    } catch (error) {
      if (!isCanaryError(error)) throw error;
      return { refusal: error.message };
    }
  }
}

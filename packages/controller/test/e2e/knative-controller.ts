import type { Cluster } from '@flagger/cluster';
import type { Manifest, ResourceType } from '@flagger/sdk';

interface TrafficTarget {
  readonly revisionName?: string;
  readonly latestRevision?: boolean;
  readonly percent?: number;
}

interface KnativeObject extends Manifest {
  readonly spec?: { readonly template?: object; readonly traffic?: readonly TrafficTarget[] };
  readonly status?: { readonly observedGeneration?: number };
}

const apiVersion = 'serving.knative.dev/v1';
/** Where Knative's Services are. */
export const KNATIVE_SERVICES: ResourceType<KnativeObject> = { apiVersion, kind: 'Service', plural: 'services', namespaced: true };
const REVISIONS: ResourceType<KnativeObject> = { apiVersion, kind: 'Revision', plural: 'revisions', namespaced: true };

/** Stands for Knative's controller, for one Service: each image is a revision, ready at once, and traffic goes where the Service says. */
export class KnativeController {
  readonly #cluster: Cluster;
  readonly #key: { readonly namespace: string; readonly name: string };
  readonly #life = new AbortController();
  #revisions = 0;

  constructor(cluster: Cluster, namespace: string) {
    this.#cluster = cluster;
    this.#key = { namespace, name: 'podinfo' };
  }

  /** The user's Service gets an image. */
  async deploy(image: string): Promise<void> {
    const { signal } = this.#life;
    const { store } = this.#cluster;
    this.#revisions += 1;
    await store.create(REVISIONS, { apiVersion, kind: REVISIONS.kind, metadata: { ...this.#key, name: this.#latest } }, signal);
    await this.#writeStatus(REVISIONS, this.#latest, { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] });
    const spec = { template: { spec: { containers: [{ image }] } } };
    if (this.#revisions === 1) await store.create(KNATIVE_SERVICES, { apiVersion, kind: KNATIVE_SERVICES.kind, metadata: this.#key, spec }, signal);
    else await store.patch(KNATIVE_SERVICES, this.#key, { spec }, signal);
    await this.follow();
  }

  /** Takes in what was written to the Service since it was last looked at. */
  async follow(): Promise<void> {
    const live = await this.#cluster.store.getLive(KNATIVE_SERVICES, this.#key, this.#life.signal);
    const generation = live?.metadata.generation;
    if (live === undefined || live.status?.observedGeneration === generation) return;
    const targets = live.spec?.traffic ?? [{ latestRevision: true, percent: 100 }];
    const traffic = targets.map(target => ({ ...target, revisionName: target.revisionName ?? this.#latest }));
    await this.#writeStatus(KNATIVE_SERVICES, this.#key.name, { observedGeneration: generation, latestCreatedRevisionName: this.#latest, traffic });
  }

  get #latest(): string {
    return `${this.#key.name}-${String(this.#revisions).padStart(5, '0')}`;
  }

  async #writeStatus(type: ResourceType, name: string, status: object): Promise<void> {
    await this.#cluster.store.patchStatus(type, { ...this.#key, name }, { status }, this.#life.signal);
  }
}

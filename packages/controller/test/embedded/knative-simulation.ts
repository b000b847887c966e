import type { Manifest, ObjectKey, ResourceType } from '@flagger/sdk';
import type { InProcessStore } from '@flagger/testkit';

interface TrafficTarget {
  readonly latestRevision?: boolean;
  readonly revisionName?: string;
  readonly percent?: number;
}

interface KnativeService extends Manifest {
  readonly spec: { readonly template: object; readonly traffic?: readonly TrafficTarget[] };
  readonly status?: { readonly observedGeneration?: number };
}

/** Where Knative's Services are. */
export const SERVICES: ResourceType<KnativeService> = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', plural: 'services', namespaced: true };

const PRIMARY = 'flagger.app/primary-revision';

/** Knative's controller, for one Service: each image is a revision, ready at once, and traffic goes where the Service says. */
export class KnativeSimulation {
  /** Ends it. */
  readonly stop: () => void;
  readonly #store: InProcessStore;
  readonly #key: ObjectKey;
  readonly #splits: string[] = [];
  #revisions = 0;

  constructor(store: InProcessStore, key: ObjectKey) {
    this.#store = store;
    this.#key = key;
    this.stop = store.subscribe(({ type, object }) => {
      if (type !== 'DELETED' && object.kind === SERVICES.kind && object.apiVersion === SERVICES.apiVersion) this.#follow(object as KnativeService);
    });
  }

  /** The user's Service gets an image. */
  deploy(image: string): void {
    this.#revisions += 1;
    const revision = { apiVersion: SERVICES.apiVersion, kind: 'Revision', metadata: { ...this.#key, name: this.#latest } };
    this.#store.put({ ...revision, status: { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] } });
    const template = { spec: { containers: [{ image }] } };
    if (this.#revisions === 1) this.#store.create({ apiVersion: SERVICES.apiVersion, kind: SERVICES.kind, metadata: this.#key, spec: { template } });
    else this.#store.patch(SERVICES, this.#key, { spec: { template } });
  }

  /** How requests were split, each time that it changed: `CANARY/PRIMARY REVISION`. */
  splits(): readonly string[] {
    return this.#splits;
  }

  traffic(): readonly TrafficTarget[] | undefined {
    return this.#service()?.spec.traffic;
  }

  primary(): string | undefined {
    return this.#service()?.metadata.annotations?.[PRIMARY];
  }

  get #latest(): string {
    return `${this.#key.name}-${String(this.#revisions).padStart(5, '0')}`;
  }

  #service(): KnativeService | undefined {
    return this.#store.get<KnativeService>(SERVICES, this.#key);
  }

  #follow({ metadata, spec, status }: KnativeService): void {
    if (status?.observedGeneration === metadata.generation) return;
    const traffic = (spec.traffic ?? [{ latestRevision: true, percent: 100 }]).map(target => ({ ...target, revisionName: target.revisionName ?? this.#latest }));
    const [canary, primary] = traffic;
    const split = primary && `${canary?.percent}/${primary.percent} ${primary.revisionName}`;
    if (split !== undefined && split !== this.#splits.at(-1)) this.#splits.push(split);
    this.#store.patchStatus(SERVICES, this.#key, { status: { observedGeneration: metadata.generation, latestCreatedRevisionName: this.#latest, traffic } });
  }
}

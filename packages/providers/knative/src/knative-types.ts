import type { Manifest, ResourceType } from '@flagger/sdk';

/** A revision with its share in percent; of two that name the same revision, `latestRevision` marks the one that follows the newest. */
export interface TrafficTarget {
  readonly latestRevision?: boolean;
  readonly revisionName?: string;
  readonly percent?: number;
}

/** A Service of Knative, the fields that Flagger reads or writes. */
export interface KnativeService extends Manifest {
  readonly spec?: Readonly<Record<string, unknown>> & { readonly traffic?: readonly TrafficTarget[] };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly latestCreatedRevisionName?: string;
    readonly traffic?: readonly TrafficTarget[];
  };
}

/** Where Services of Knative live in the API. */
export const KNATIVE_SERVICES: ResourceType<KnativeService> = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', plural: 'services', namespaced: true };

/** The annotation that names the revision which is the primary. @source flagger pkg/apis */
export const PRIMARY_REVISION = 'flagger.app/primary-revision';

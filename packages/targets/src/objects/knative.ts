import type { Manifest } from '@flagger/sdk';
import type { NamedType } from './named-type.ts';

/** @source Knative serving.knative.dev/v1 Service */
export interface KnativeService extends Manifest {
  readonly spec: {
    readonly traffic?: readonly { readonly latestRevision?: boolean; readonly revisionName?: string; readonly percent?: number }[];
  };
  readonly status?: { readonly latestCreatedRevisionName?: string };
}

/** @source Knative serving.knative.dev/v1 Revision */
export interface KnativeRevision extends Manifest {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Where Knative Services live in the API. */
export const KNATIVE_SERVICES: NamedType<KnativeService> = {
  apiVersion: 'serving.knative.dev/v1', kind: 'Service', plural: 'services', namespaced: true, noun: 'Knative Service',
};

/** Where Knative Revisions live in the API. */
export const KNATIVE_REVISIONS: NamedType<KnativeRevision> = {
  apiVersion: 'serving.knative.dev/v1', kind: 'Revision', plural: 'revisions', namespaced: true, noun: 'Knative Revision',
};

/** Annotation on a Knative Service: the revision that is its primary. */
export const PRIMARY_REVISION = 'flagger.app/primary-revision';

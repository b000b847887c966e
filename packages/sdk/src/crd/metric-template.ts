import type { Manifest, ResourceType } from '../manifest.ts';

/** Which metric service to ask. @source flagger MetricTemplateProvider */
export interface MetricTemplateProvider {
  readonly type: string;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** A Secret of the template's own namespace. */
  readonly secretRef?: { readonly name: string };
  readonly region?: string;
  readonly insecureSkipVerify?: boolean;
}

/** A query that canaries share; a Go text/template. */
export interface MetricTemplate extends Manifest {
  readonly spec: { readonly provider: MetricTemplateProvider; readonly query: string };
}

/** Where metric templates live in the API. */
export const METRIC_TEMPLATES: ResourceType<MetricTemplate> = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  plural: 'metrictemplates',
  namespaced: true,
};

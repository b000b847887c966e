import type { Manifest, ResourceType } from '../manifest.ts';

/** How a `web` provider asks, and where the value stands in the answer: `jsonPath` or `expression`. */
export interface WebMetricProvider {
  /** Default GET, or POST where the query has a body. */
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** RFC 9535, such as `$.data.ok`. */
  readonly jsonPath?: string;
  /** JMESPath, such as `errors / requests`. */
  readonly expression?: string;
}

/** Which metric service to ask. @source flagger MetricTemplateProvider; `web`, `job` and `timeoutSeconds` are this project's */
export interface MetricTemplateProvider {
  readonly type: string;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** A Secret of the template's own namespace. */
  readonly secretRef?: { readonly name: string };
  readonly region?: string;
  readonly insecureSkipVerify?: boolean;
  /** For types `web` and `job`: how long an answer may take. */
  readonly timeoutSeconds?: number;
  /** For type `web`. */
  readonly web?: WebMetricProvider;
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

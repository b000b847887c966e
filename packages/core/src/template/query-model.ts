import { serviceNames } from '@flagger/sdk';
import type { Canary, CanaryMetric } from '@flagger/sdk';

/** The functions that a query template may call, with what they give. @source flagger pkg/metrics/query.go */
export interface QueryModel {
  readonly name: string;
  readonly namespace: string;
  readonly target: string;
  readonly service: string;
  readonly ingress: string;
  readonly route: string;
  readonly interval: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The model of a canary's metric. `route` overrides the route's name, as Knative needs. @source flagger toMetricModel */
export function queryModel(canary: Canary, metric: Pick<CanaryMetric, 'interval' | 'templateVariables'>, route?: string): QueryModel {
  const { name, namespace = '' } = canary.metadata;
  const { spec } = canary;
  const target = spec.targetRef.name;
  const { interval = '', templateVariables: variables = {} } = metric;
  return {
    name,
    namespace,
    target,
    service: serviceNames(canary).apex,
    ingress: spec.ingressRef?.name ?? target,
    route: route ?? spec.routeRef?.name ?? target,
    interval,
    variables,
  };
}

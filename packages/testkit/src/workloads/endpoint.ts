/** A ready Pod that stands behind a Service. */
export interface Endpoint {
  readonly namespace: string;
  /** The Pod's name. */
  readonly pod: string;
  /** The name of the Deployment, DaemonSet or StatefulSet that it belongs to. */
  readonly workload: string;
  /** The image of its first container. */
  readonly image: string;
}

/** Knows the ready Pods. */
export interface EndpointSource {
  /** The ready Pods of a namespace that have all labels of `selector`. */
  ready(namespace: string, selector: Readonly<Record<string, string>>): readonly Endpoint[];
}

/** A request that the operator made. */
export interface SeenRequest {
  /** When the API server received it, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly verb: string;
  /** Plural name. */
  readonly resource: string;
  /** Of the object; '' for lists. */
  readonly name: string;
}

/** A Kubernetes API that the operator is measured on. */
export interface TestedCluster {
  /** Where the figures come from, in words. */
  readonly what: string;
  /** Path of a kubeconfig that may do everything. */
  readonly adminKubeconfig: string;
  /** Path of the operator's own kubeconfig. */
  readonly operatorKubeconfig: string;
  /** Begins to note the operator's requests. */
  note(): Promise<NotedRequests>;
  close(): Promise<void>;
}

/** The operator's requests since they began to be noted; watches are left out. */
export interface NotedRequests {
  requests(): Promise<readonly SeenRequest[]>;
}

/** One rule of a Kubernetes Role, as RBAC writes it. A plug-in states what it needs; the operator's role is the sum. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** 'Cluster': the objects are in no namespace, so a Role can't allow them. Default: 'Namespaced'. */
  readonly scope?: 'Cluster' | 'Namespaced';
}

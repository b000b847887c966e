/** Annotation in which `kubectl apply` remembers the manifest. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

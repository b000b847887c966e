/** Annotations on every generated object: a GitOps agent must not take it for its own. @source flagger pkg/router/router.go */
export const GITOPS_MARKERS: Readonly<Record<string, string>> = {
  'kustomize.toolkit.fluxcd.io/reconcile': 'disabled',
  'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
};

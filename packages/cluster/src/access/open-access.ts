import type { ApiAccess } from './api-access.ts';
import { inClusterAccess } from './in-cluster-access.ts';
import { kubeconfigAccess, trimSlash } from './kubeconfig-access.ts';

/** Which API server to use. Both may be absent or '': then it is the one of the pod. */
export interface AccessOptions {
  /** Flag `-kubeconfig`: path of a kubeconfig file. */
  readonly kubeconfig?: string | undefined;
  /** Flag `-master`: address of the API server; it overrides the kubeconfig's. */
  readonly master?: string | undefined;
}

/** Chooses how to reach the API server. @source client-go BuildConfigFromFlags @throws CanaryError Invalid */
export async function openAccess({ kubeconfig = '', master = '' }: AccessOptions): Promise<ApiAccess> {
  if (kubeconfig !== '') return kubeconfigAccess(kubeconfig, master);
  if (master !== '') return { server: trimSlash(master), loadCredentials: () => Promise.resolve({ headers: {}, tls: {} }) };
  return inClusterAccess(process.env);
}

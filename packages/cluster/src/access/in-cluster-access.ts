import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { CanaryError } from '@flagger/sdk';
import type { ApiAccess, Credentials } from './api-access.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The part of the environment that tells a pod where its API server is. */
export type PodEnvironment = Readonly<Record<string, string | undefined>>;

/** Access with the pod's service account; its token file is read again whenever credentials are loaded, because the kubelet rotates it. @throws CanaryError Invalid outside a pod */
export function inClusterAccess(env: PodEnvironment, directory: string = SERVICE_ACCOUNT): ApiAccess {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port) {
    throw new CanaryError('Invalid', 'never', 'no cluster to work with: this is not a pod (KUBERNETES_SERVICE_HOST is not set), so set -kubeconfig or -master');
  }
  return {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    loadCredentials: () => readServiceAccount(directory),
  };
}

async function readServiceAccount(directory: string): Promise<Credentials> {
  try {
    const [token, ca] = await Promise.all([readFile(join(directory, 'token'), 'utf8'), readFile(join(directory, 'ca.crt'))]);
    return { headers: { authorization: `Bearer ${token.trim()}` }, tls: { ca } };
  } catch (cause) {
    throw new CanaryError('ApiUnavailable', 'later', `cannot read the service account in ${directory}`, { cause });
  }
}

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CanaryError } from '@flagger/sdk';

/** How the Kubernetes API is reached. */
export interface ApiAccess {
  readonly url: string;
  /** Whom to trust, PEM. */
  readonly ca?: string;
  /** The bearer token of now: Kubernetes renews it. */
  readonly token: () => Promise<string | undefined>;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The API at `master`, without credentials, as `kubectl proxy` serves it; or, where that is empty, the one of the cluster around.
 *
 * @throws CanaryError Unsupported: there is neither
 */
export function openApiAccess(master: string, env: Readonly<Record<string, string | undefined>>, folder = SERVICE_ACCOUNT): ApiAccess {
  if (master !== '') return { url: master, token: async () => undefined };
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (host === undefined) throw new CanaryError('Unsupported', 'never', '-gate-config-map needs a cluster around the load tester, or -master');
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: readFileSync(join(folder, 'ca.crt'), 'utf8'),
    token: async () => (await readFile(join(folder, 'token'), 'utf8')).trim(),
  };
}

import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { CanaryError } from '@flagger/sdk';
import type { ApiAccess, ClientTls, Credentials } from './api-access.ts';

/**
 * Access as the current context of a kubeconfig file says: certificates, tokens, token files, exec plug-ins, OIDC, proxies.
 * `master` replaces the server's address.
 *
 * @throws CanaryError Invalid where the file cannot be read or names no cluster
 */
export async function kubeconfigAccess(file: string, master: string): Promise<ApiAccess> {
  const config = await readKubeconfig(file);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new CanaryError('Invalid', 'never', `kubeconfig ${file}: current-context "${config.getCurrentContext()}" names no cluster of this file`);
  }
  const server = trimSlash(master || cluster.server);
  // KubeConfig refuses plain HTTP unless verification is off; where there is no TLS the setting has no other meaning.
  const skipTLSVerify = cluster.skipTLSVerify || server.startsWith('http:');
  config.clusters = config.clusters.map(each => (each.name === cluster.name ? { ...cluster, server, skipTLSVerify } : each));
  return { server, loadCredentials: () => authenticate(config, Boolean(cluster.proxyUrl), file) };
}

/** An address without its trailing slash. */
export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

async function readKubeconfig(file: string): Promise<KubeConfig> {
  // Imported when needed, and past the barrel: the generated models cost 17 MB, and a pod with a service account never needs them.
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (cause) {
    throw new CanaryError('Invalid', 'never', `kubeconfig ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return config;
}

async function authenticate(config: KubeConfig, proxied: boolean, file: string): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new CanaryError('ApiUnavailable', 'later', `kubeconfig ${file}: no credentials for user "${config.getCurrentUser()?.name ?? ''}"`, { cause });
  }
  const basic = options.auth ? { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` } : {};
  return {
    headers: { ...basic, ...textHeaders(options.headers) },
    tls: tlsOf(options),
    ...(proxied && typeof options.agent === 'object' ? { proxyAgent: options.agent } : {}),
  };
}

function textHeaders(headers: RequestOptions['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value).trim()]));
}

function tlsOf({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): ClientTls {
  const set = Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(([, value]) => value !== undefined && value !== null);
  // KubeConfig fills these five with strings, Buffers and a boolean only.
  return Object.fromEntries(set) as ClientTls;
}

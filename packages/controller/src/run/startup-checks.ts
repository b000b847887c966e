import type { Cluster } from '@flagger/cluster';
import { ALERT_PROVIDERS, CANARIES, CanaryError, METRIC_TEMPLATES } from '@flagger/sdk';
import type { Logger, ResourceType } from '@flagger/sdk';
import { coerce, lt } from 'semver';

const OLDEST_KUBERNETES = '1.11.0';

/** Checks that the cluster is one that the operator can work in. @throws CanaryError Unsupported with Flagger's words @source flagger cmd/flagger/main.go */
export async function checkCluster(cluster: Cluster, { namespace, logger }: { readonly namespace: string; readonly logger: Logger }, signal: AbortSignal): Promise<void> {
  for (const type of [CANARIES, METRIC_TEMPLATES, ALERT_PROVIDERS]) await checkRegistered(cluster, type, namespace, signal);
  const version = await kubernetesVersion(cluster, signal);
  const parsed = coerce(version);
  if (parsed === null) throw new CanaryError('Unsupported', 'never', `Error parsing kubernetes version as a semantic version: "${version}"`);
  if (lt(parsed, OLDEST_KUBERNETES)) {
    throw new CanaryError('Unsupported', 'never', `Unsupported version of kubernetes detected.  Expected ^${OLDEST_KUBERNETES}, got ${version}`);
  }
  logger.info(`Connected to Kubernetes API ${version}`);
}

async function checkRegistered(cluster: Cluster, type: ResourceType, namespace: string, signal: AbortSignal): Promise<void> {
  const path = `/apis/${type.apiVersion}${namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${type.plural}`;
  try {
    await cluster.request({ verb: 'list', path, query: { limit: '1' }, resource: `${type.plural}.flagger.app` }, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw new CanaryError('Unsupported', 'later', `${type.kind} CRD is not registered ${messageOf(cause)}`, { cause });
  }
}

async function kubernetesVersion(cluster: Cluster, signal: AbortSignal): Promise<string> {
  try {
    const { gitVersion } = await cluster.request<{ readonly gitVersion: string }>({ verb: 'get', path: '/version', resource: '/version' }, signal);
    return gitVersion;
  } catch (cause) {
    signal.throwIfAborted();
    throw new CanaryError('Unsupported', 'later', `Error calling Kubernetes API: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

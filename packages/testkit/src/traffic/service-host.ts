import type { ServiceRef } from './route-plan.ts';

/** The Service that a host names from within a namespace: `web`, `web.prod`, `web.prod.svc`, `web.prod.svc.cluster.local`. */
export function serviceOf(host: string, namespace: string): ServiceRef | undefined {
  const [name = '', givenNamespace = namespace, svc = 'svc', ...domain] = host.toLowerCase().split('.');
  const isLocal = svc === 'svc' && ['', 'cluster.local'].includes(domain.join('.'));
  return isLocal && name !== '' ? { name, namespace: givenNamespace } : undefined;
}

/** One spelling for all hosts that name the same Service; other hosts stay as they are. */
export function canonicalHost(host: string, namespace: string): string {
  const service = host.includes('*') ? undefined : serviceOf(host, namespace);
  return service === undefined ? host.toLowerCase() : `${service.name}.${service.namespace}.svc.cluster.local`;
}

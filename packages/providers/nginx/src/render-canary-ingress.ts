import { ALL_TO_PRIMARY, canaryOwner, CanaryError, GITOPS_MARKERS, INGRESSES, ingressKeys, serviceNames } from '@flagger/sdk';
import type { Canary, Ingress, IngressPath, ProviderEnv } from '@flagger/sdk';
import { splitAnnotations } from './split-annotations.ts';

/** What of the operator's settings shows in an Ingress. */
export type NginxSettings = Pick<ProviderEnv, 'ownerReferences' | 'ingressAnnotationsPrefix'>;

/**
 * The Ingress that is made of the user's own, with the canary's Service instead of the apex Service. It gets nothing yet. Pure.
 *
 * @throws CanaryError Invalid, where no path leads to the apex Service
 * @source flagger pkg/router/ingress.go
 */
export function renderCanaryIngress(canary: Canary, source: Ingress, { ownerReferences, ingressAnnotationsPrefix: prefix }: NginxSettings): Required<Ingress> {
  const { labels, annotations = {} } = source.metadata;
  return {
    apiVersion: INGRESSES.apiVersion,
    kind: INGRESSES.kind,
    metadata: {
      ...ingressKeys(canary).generated,
      ...(labels && { labels }),
      annotations: { ...splitAnnotations(annotations, canary, { traffic: ALL_TO_PRIMARY, prefix }), ...GITOPS_MARKERS },
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: canarySpec(canary, source),
  };
}

function canarySpec(canary: Canary, { metadata, spec }: Ingress): Required<Ingress>['spec'] {
  const names = serviceNames(canary);
  const leadsToApex = ({ backend: { service } }: IngressPath): boolean => service?.name === names.apex;
  const rules = spec?.rules ?? [];
  if (!rules.some(({ http }) => http?.paths.some(leadsToApex))) throw new CanaryError('Invalid', 'later', `backend ${names.apex} not found in ingress ${metadata.name}`);
  const toCanary = (path: IngressPath): IngressPath =>
    (leadsToApex(path) ? { ...path, backend: { ...path.backend, service: { ...path.backend.service, name: names.canary } } } : path);
  return { ...spec, rules: rules.map(rule => (rule.http ? { ...rule, http: { ...rule.http, paths: rule.http.paths.map(toCanary) } } : rule)) };
}

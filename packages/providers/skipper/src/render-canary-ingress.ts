import { ALL_TO_PRIMARY, canaryOwner, CanaryError, INGRESSES, ingressKeys, serviceNames } from '@flagger/sdk';
import type { Canary, Ingress, IngressPath, IngressRule, ProviderEnv, Role } from '@flagger/sdk';
import { splitAnnotations } from './split-annotations.ts';

/** kubectl's memory of what the user applied to the other Ingress. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The Ingress that is made of the user's own, with both Services instead of the apex Service. Pure.
 *
 * @throws CanaryError Invalid, where no path leads to the apex Service
 * @source flagger pkg/router/skipper.go
 * @differs Flagger makes a useless copy where no path leads to the apex Service. Test: skipper render "cannot be made"
 * @differs Finalizers, and kubectl's memory of what was applied, are not copied: the copy could not be deleted, or would be pruned. Test: skipper render "labels and annotations"
 */
export function renderCanaryIngress(canary: Canary, source: Ingress, { ownerReferences }: Pick<ProviderEnv, 'ownerReferences'>): Required<Ingress> {
  const { labels, annotations = {} } = source.metadata;
  const copied = Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));
  return {
    apiVersion: INGRESSES.apiVersion,
    kind: INGRESSES.kind,
    metadata: {
      ...ingressKeys(canary).generated,
      ...(labels && { labels }),
      annotations: splitAnnotations(copied, canary, { traffic: ALL_TO_PRIMARY, standing: 'taken' }),
      ...(ownerReferences && { ownerReferences: [canaryOwner(canary)] }),
    },
    spec: canarySpec(canary, source),
  };
}

function canarySpec(canary: Canary, { metadata, spec }: Ingress): Required<Ingress>['spec'] {
  const { apex } = serviceNames(canary);
  const rules = spec?.rules ?? [];
  if (!rules.some(({ http }) => http?.paths.some(path => leadsTo(path, apex)))) throw new CanaryError('Invalid', 'later', `backend ${apex} not found in ingress ${metadata.name}`);
  return { ...spec, rules: rules.map(rule => splitRule(rule, canary)) };
}

/** The primary stands where the apex Service was; the canary's paths follow after all others. */
function splitRule(rule: IngressRule, canary: Canary): IngressRule {
  const names = serviceNames(canary);
  const pathTo = (path: IngressPath, role: Role): IngressPath => ({ ...path, backend: { ...path.backend, service: { ...path.backend.service, name: names[role] } } });
  const paths = rule.http?.paths ?? [];
  const split = [
    ...paths.map(path => (leadsTo(path, names.apex) ? pathTo(path, 'primary') : path)),
    ...paths.filter(path => leadsTo(path, names.apex)).map(path => pathTo(path, 'canary')),
  ];
  return rule.http ? { ...rule, http: { ...rule.http, paths: split } } : rule;
}

function leadsTo({ backend: { service } }: IngressPath, name: string): boolean {
  return service?.name === name;
}

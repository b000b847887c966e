import type { ApiObject } from '../../api-object.ts';
import { ensureObject, fill, itemsAt, objectAt } from '../../json.ts';
import { defaultPodSpec } from './pod-spec.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** Sets the defaults of a Pod. */
export function defaultPod(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  defaultPodSpec(spec);
  fill(spec, { enableServiceLinks: true });
  for (const container of [...itemsAt(spec, 'initContainers'), ...itemsAt(spec, 'containers')]) {
    if (spec['hostNetwork'] === true) for (const port of itemsAt(container, 'ports')) fill(port, { hostPort: port['containerPort'] ?? 0 });
    const limits = objectAt(container, 'resources', 'limits');
    if (limits !== undefined) fill(ensureObject(ensureObject(container, 'resources'), 'requests'), limits);
  }
}

/** Sets the defaults of a RoleBinding or ClusterRoleBinding. */
export function defaultRoleBinding(draft: ApiObject): void {
  fill(objectAt(draft, 'roleRef'), { apiGroup: RBAC });
  for (const subject of itemsAt(draft, 'subjects')) if (subject['kind'] !== 'ServiceAccount') fill(subject, { apiGroup: RBAC });
}

/** Sets the defaults of a NetworkPolicy. */
export function defaultNetworkPolicy(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  const rules = [...itemsAt(spec, 'ingress'), ...itemsAt(spec, 'egress')];
  for (const port of rules.flatMap(rule => itemsAt(rule, 'ports'))) fill(port, { protocol: 'TCP' });
  fill(spec, { policyTypes: spec['egress'] === undefined ? ['Ingress'] : ['Ingress', 'Egress'] });
}

/** Sets the defaults of Endpoints. */
export function defaultEndpoints(draft: ApiObject): void {
  for (const port of itemsAt(draft, 'subsets').flatMap(subset => itemsAt(subset, 'ports'))) fill(port, { protocol: 'TCP' });
}

/** Sets the defaults of an EndpointSlice. */
export function defaultEndpointSlice(draft: ApiObject): void {
  for (const port of itemsAt(draft, 'ports')) fill(port, { name: '', protocol: 'TCP' });
}

/** Sets the defaults of a PersistentVolumeClaim. */
export function defaultVolumeClaim(draft: ApiObject): void {
  fill(ensureObject(draft, 'spec'), { volumeMode: 'Filesystem' });
}

/** Sets the defaults of a CustomResourceDefinition. */
export function defaultDefinition(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { conversion: { strategy: 'None' } });
  const names = ensureObject(spec, 'names');
  const kind = String(names['kind'] ?? '');
  fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
}

/** Sets the defaults of an Event. */
export function defaultEvent(draft: ApiObject): void {
  fill(draft, { reportingComponent: '', reportingInstance: '' });
}

import type { ApiObject } from '../api-object.ts';
import { metadataText } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { ensureObject } from '../json.ts';
import { forbidden, notFound } from '../status-errors.ts';
import type { WriteRequest } from '../verbs/write-request.ts';
import type { KindRules } from './kind-rules.ts';

const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** A namespace is active and goes only when its content has gone. */
export const namespaceRules: KindRules = {
  defaults: draft => {
    ensureObject(draft.metadata, 'labels')['kubernetes.io/metadata.name'] = draft.metadata.name;
  },
  prepareCreate: draft => {
    draft['spec'] = { finalizers: ['kubernetes'] };
    draft['status'] = { phase: 'Active' };
  },
  outlivesFinalizers: () => true,
};

/** Refuses a new object in a namespace that is not there or is going. @throws StatusError 404, 403 */
export function requireLiveNamespace(state: ApiState, request: WriteRequest, draft: ApiObject): void {
  if (!request.resource.definition.namespaced) return;
  const served = state.registry.find('', 'v1', 'namespaces');
  const namespace = served && state.store.get(served.definition, '', request.namespace);
  if (namespace === undefined) throw notFound(NAMESPACES, request.namespace);
  if (metadataText(namespace, 'deletionTimestamp') === undefined) return;
  const message = `namespace ${request.namespace} is being terminated`;
  const why = `unable to create new content in namespace ${request.namespace} because it is being terminated`;
  throw forbidden(request.resource.definition, draft.metadata.name, why, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]);
}

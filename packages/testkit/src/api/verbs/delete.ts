import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { deleteObject } from '../deletion/delete-object.ts';
import type { Deletion, PropagationPolicy } from '../deletion/begin-deletion.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, conflict } from '../status-errors.ts';
import { readObject } from './read.ts';
import { requireSameUid } from '../rules/metadata.ts';
import type { WriteRequest } from './write-request.ts';

const POLICIES: readonly string[] = ['Background', 'Foreground', 'Orphan'] satisfies readonly PropagationPolicy[];

/** Deletes an object as its DeleteOptions say. @throws StatusError 404, 409 */
export function removeObject(state: ApiState, request: WriteRequest, name: string, options: JsonObject): Deletion {
  const live = readObject(state, request.resource, request.namespace, name);
  requirePreconditions(request, live, options);
  if (request.dryRun) return { object: live, gone: true };
  return deleteObject(state, request.resource.definition, live, policyOf(options));
}

/** What DeleteOptions say of dependents. @throws StatusError 400 */
export function policyOf(options: JsonObject): PropagationPolicy {
  const policy = options['propagationPolicy'];
  if (policy === undefined || policy === null) return options['orphanDependents'] === true ? 'Orphan' : 'Background';
  if (typeof policy === 'string' && POLICIES.includes(policy)) return policy as PropagationPolicy;
  throw badRequest(`invalid propagationPolicy ${JSON.stringify(policy)}; allowed: ${POLICIES.join(', ')}`);
}

function requirePreconditions(request: WriteRequest, live: ApiObject, options: JsonObject): void {
  const preconditions = options['preconditions'];
  if (!isObject(preconditions)) return;
  const { uid, resourceVersion } = preconditions;
  if (typeof uid === 'string') requireSameUid(request, { ...live, metadata: { name: live.metadata.name, uid } }, live);
  if (resourceVersion === undefined || resourceVersion === live.metadata['resourceVersion']) return;
  const current = String(live.metadata['resourceVersion']);
  const why = `Precondition failed: ResourceVersion in precondition: ${String(resourceVersion)}, ResourceVersion in object meta: ${current}`;
  throw conflict(request.resource.definition, live.metadata.name, why);
}

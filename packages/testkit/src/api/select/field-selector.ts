import type { ApiObject } from '../api-object.ts';
import { valueAt } from '../json.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { badRequest } from '../status-errors.ts';

/** Whether an object is selected. */
export type ObjectTest = (object: ApiObject) => boolean;

const REQUIREMENT = /^([\w./[\]-]+?)(==|=|!=)(.*)$/;
const EVERYWHERE: readonly string[] = ['metadata.name', 'metadata.namespace'];
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Event: ['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'reportingComponent', 'source', 'type'],
  Pod: ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase', 'status.podIP', 'status.nominatedNodeName'],
  Secret: ['type'], Namespace: ['status.phase'], Node: ['spec.unschedulable'], ReplicaSet: ['status.replicas'], Job: ['status.successful'], Service: ['spec.clusterIP', 'spec.type'],
};

/** Reads a field selector: `metadata.name=a,involvedObject.kind!=Pod`. @throws StatusError 400 */
export function parseFieldSelector(selector: string, definition: ResourceDefinition): ObjectTest {
  const tests = selector.split(',').filter(part => part !== '').map(part => parseRequirement(part, definition));
  return object => tests.every(test => test(object));
}

function parseRequirement(part: string, definition: ResourceDefinition): ObjectTest {
  const [, field = '', operator, value] = REQUIREMENT.exec(part) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: ${JSON.stringify(part)}; can't understand`);
  requireKnown(field, definition);
  const path = field.split('.');
  return object => (String(valueAt(object, path) ?? '') === value) === (operator !== '!=');
}

function requireKnown(field: string, definition: ResourceDefinition): void {
  const known = [...EVERYWHERE, ...(definition.builtIn ? (KNOWN[definition.kind] ?? []) : [])];
  if (known.includes(field)) return;
  if (!definition.builtIn) throw badRequest(`field label not supported: ${field}`);
  throw badRequest(`${JSON.stringify(field)} is not a known field selector: only ${known.map(name => JSON.stringify(name)).join(', ')}`);
}

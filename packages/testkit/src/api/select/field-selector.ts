import type { ApiObject } from '../api-object.ts';
import { valueAt } from '../json.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { badRequest } from '../status-errors.ts';

/** Whether an object is selected. */
export type ObjectTest = (object: ApiObject) => boolean;

const REQUIREMENT = /^([\w./[\]-]+?)(==|=|!=)(.*)$/;
const EVERYWHERE = ['metadata.name', 'metadata.namespace'];

/** Reads a field selector: `metadata.name=a,involvedObject.kind!=Pod`. @throws StatusError 400 */
export function parseFieldSelector(selector: string, definition: ResourceDefinition): ObjectTest {
  const tests = selector.split(',').filter(part => part !== '').map(part => parseRequirement(part, definition));
  return object => tests.every(test => test(object));
}

function parseRequirement(part: string, definition: ResourceDefinition): ObjectTest {
  const [, field = '', operator, value] = REQUIREMENT.exec(part) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: ${JSON.stringify(part)}; can't understand`);
  if (!definition.builtIn && !EVERYWHERE.includes(field)) throw badRequest(`field label not supported: ${field}`);
  const path = field.split('.');
  return object => (String(valueAt(object, path) ?? '') === value) === (operator !== '!=');
}

import type { ApiObject } from '../api-object.ts';
import { labelsOf } from '../api-object.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import { parseFieldSelector } from './field-selector.ts';
import { parseLabelSelector } from './label-selector.ts';

/** The test that a request's selectors make; undefined where it has none. @throws StatusError 400 */
export function selectionOf(query: URLSearchParams, definition: ResourceDefinition): ((object: ApiObject) => boolean) | undefined {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  if (labels === '' && fields === '') return undefined;
  const byLabel = parseLabelSelector(labels);
  const byField = parseFieldSelector(fields, definition);
  return object => byField(object) && byLabel(labelsOf(object));
}

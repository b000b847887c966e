import { ownersOf } from '../api-object.ts';
import type { ApiObject } from '../api-object.ts';
import { isObject } from '../json.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import type { StatusCause } from '../status-error.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_HELP = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
  + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_NAME_HELP = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
  + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const LABEL_VALUE_HELP = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
  + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
const FREE_NAMES = 'rbac.authorization.k8s.io';

/** What is wrong with a draft's name, labels and owners. */
export function validateMetadata(definition: ResourceDefinition, draft: ApiObject): StatusCause[] {
  return [...nameCauses(definition, draft.metadata.name), ...labelCauses(draft), ...ownerCauses(draft)];
}

function nameCauses(definition: ResourceDefinition, name: string): StatusCause[] {
  if (definition.group === FREE_NAMES) return [];
  const isService = definition.builtIn && definition.kind === 'Service';
  const longest = isService || definition.kind === 'Namespace' ? LONGEST_LABEL : LONGEST_NAME;
  const [allowed, help] = isService ? [SERVICE_NAME, SERVICE_NAME_HELP] : [SUBDOMAIN, SUBDOMAIN_HELP];
  if (name.length > longest) return [invalidAt('metadata.name', name, `must be no more than ${longest} bytes`)];
  return allowed.test(name) ? [] : [invalidAt('metadata.name', name, help)];
}

function labelCauses(draft: ApiObject): StatusCause[] {
  const labels = draft.metadata['labels'];
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    if (!LABEL_KEY.test(key)) return [invalidAt('metadata.labels', key, 'name part must consist of alphanumeric characters, \'-\', \'_\' or \'.\', and must start and end with an alphanumeric character')];
    if (String(value).length > LONGEST_LABEL) return [invalidAt('metadata.labels', String(value), `must be no more than ${LONGEST_LABEL} bytes`)];
    return LABEL_VALUE.test(String(value)) ? [] : [invalidAt('metadata.labels', String(value), LABEL_VALUE_HELP)];
  });
}

const OWNER_FIELDS: Readonly<Record<string, string>> = {
  apiVersion: 'version must not be empty', kind: 'must not be empty', name: 'must not be empty', uid: 'must not be empty',
};

function ownerCauses(draft: ApiObject): StatusCause[] {
  return ownersOf(draft).flatMap(owner => Object.entries(OWNER_FIELDS)
    .filter(([field]) => (owner[field] ?? '') === '')
    .map(([field, why]) => invalidAt(`metadata.ownerReferences.${field}`, '', why)));
}

function invalidAt(field: string, value: string, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field };
}

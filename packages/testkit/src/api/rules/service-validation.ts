import { isIP } from 'node:net';
import type { ApiObject } from '../api-object.ts';
import { itemsAt, objectAt, sameJson } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { StatusCause } from '../status-error.ts';

const HIGHEST_PORT = 65_535;
const HEADLESS = 'None';

/** What is wrong with a Service. @source Kubernetes core validation ValidateService */
export function validateService(draft: ApiObject, live: ApiObject | undefined): StatusCause[] {
  const spec = objectAt(draft, 'spec') ?? {};
  if (spec['type'] === 'ExternalName') return [];
  return [...portCauses(spec), ...addressCauses(spec), ...(live === undefined ? [] : changeCauses(spec, objectAt(live, 'spec') ?? {}))];
}

function portCauses(spec: JsonObject): StatusCause[] {
  const ports = itemsAt(spec, 'ports');
  if (ports.length === 0 && spec['clusterIP'] !== HEADLESS) return [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' }];
  return ports.flatMap((port, at) => {
    const field = `spec.ports[${at}]`;
    const same = (fields: readonly string[]): boolean => ports.slice(0, at).some(earlier => fields.every(name => sameJson(earlier[name], port[name])));
    return [
      ...(ports.length > 1 && port['name'] === undefined ? [{ reason: 'FieldValueRequired', message: 'Required value', field: `${field}.name` }] : []),
      ...(port['name'] !== undefined && same(['name']) ? [{ reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify(port['name'])}`, field: `${field}.name` }] : []),
      ...(isPort(port['port']) ? [] : [invalidAt(`${field}.port`, port['port'] ?? 0, `must be between 1 and ${HIGHEST_PORT}, inclusive`)]),
      ...(same(['port', 'protocol']) ? [{ reason: 'FieldValueDuplicate', message: `Duplicate value: ${JSON.stringify({ protocol: port['protocol'], port: port['port'] })}`, field }] : []),
    ];
  });
}

function isPort(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= HIGHEST_PORT;
}

function addressCauses(spec: JsonObject): StatusCause[] {
  const address = String(spec['clusterIP'] ?? '');
  const addresses = Array.isArray(spec['clusterIPs']) ? spec['clusterIPs'] : [];
  if (address !== '') return givenAddressCauses(address, addresses);
  return addresses.length === 0 ? [] : [invalidAt('spec.clusterIPs', addresses, 'must be empty when `clusterIP` is not specified')];
}

function givenAddressCauses(address: string, addresses: JsonValue[]): StatusCause[] {
  const field = 'spec.clusterIPs';
  if (addresses.length === 0) return [{ reason: 'FieldValueRequired', message: 'Required value', field }];
  if (address !== HEADLESS && isIP(address) === 0) return [invalidAt(`${field}[0]`, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
  if (addresses[0] !== address) return [invalidAt(field, addresses, 'first value must match `clusterIP`')];
  if (addresses.length > 1 && addresses.includes(HEADLESS)) return [invalidAt(`${field}[0]`, HEADLESS, "'None' must be the first and only value")];
  return [];
}

function changeCauses(spec: JsonObject, live: JsonObject): StatusCause[] {
  const [before, after] = [live['clusterIPs'], spec['clusterIPs']];
  const isSet = Array.isArray(before) && before.length > 0 && live['type'] !== 'ExternalName';
  if (!isSet || !Array.isArray(after) || after[0] === before[0]) return [];
  return [invalidAt('spec.clusterIPs[0]', after, 'may not change once set')];
}

function invalidAt(field: string, value: JsonValue, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field };
}

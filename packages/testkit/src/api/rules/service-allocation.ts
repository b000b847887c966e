import type { ApiObject } from '../api-object.ts';
import type { ApiState } from '../api-state.ts';
import { ensureObject, fill, itemsAt, objectAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalid } from '../status-errors.ts';
import type { Allocation } from './kind-rules.ts';

const HEADLESS = 'None';
const SERVICE = { group: '', plural: 'services', kind: 'Service' };

/** Gives a Service its families, its address and its node ports. @throws StatusError 422 where an address is taken */
export function allocateService(draft: ApiObject, live: ApiObject | undefined, to: Allocation): void {
  const spec = ensureObject(draft, 'spec');
  if (spec['type'] === 'ExternalName') {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy']) delete spec[field];
    return;
  }
  fillFamilies(spec);
  allocateAddress(draft, spec, objectAt(live, 'spec'), to);
  allocateNodePorts(spec, to);
}

/** Gives the addresses of deleted Services back. */
export function releaseAddresses(state: ApiState): void {
  state.store.subscribe(({ type, definition, object }) => {
    const address = objectAt(object, 'spec')?.['clusterIP'];
    if (type === 'DELETED' && definition.builtIn && definition.kind === 'Service' && typeof address === 'string') state.addresses.release(address);
  });
}

function fillFamilies(spec: JsonObject): void {
  const isDual = spec['clusterIP'] === HEADLESS && objectAt(spec, 'selector') === undefined;
  fill(spec, isDual ? { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' } : { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
}

function allocateAddress(draft: ApiObject, spec: JsonObject, live: JsonObject | undefined, { state, dryRun }: Allocation): void {
  const given = String(spec['clusterIP'] ?? '');
  if (given === HEADLESS || (given !== '' && given === live?.['clusterIP'])) return;
  if (given === '') {
    const address = dryRun ? state.addresses.peek() : state.addresses.take();
    Object.assign(spec, { clusterIP: address, clusterIPs: [address] });
  } else if (!(dryRun ? state.addresses.isFree(given) : state.addresses.claim(given))) {
    const message = `Invalid value: ${JSON.stringify([given])}: failed to allocate IP ${given}: provided IP is already allocated`;
    throw invalid(SERVICE, draft.metadata.name, [{ reason: 'FieldValueInvalid', message, field: 'spec.clusterIPs' }]);
  }
}

function allocateNodePorts(spec: JsonObject, { state, dryRun }: Allocation): void {
  const wanted = spec['type'] === 'NodePort' || (spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] === true);
  for (const port of itemsAt(spec, 'ports')) {
    if (!wanted) delete port['nodePort'];
    else if (port['nodePort'] === undefined && !dryRun) port['nodePort'] = state.addresses.takeNodePort();
  }
}

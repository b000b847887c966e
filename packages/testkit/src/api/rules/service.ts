import type { ApiObject } from '../api-object.ts';
import { ensureObject, fill, itemsAt, objectAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KindRules } from './kind-rules.ts';
import { allocateService } from './service-allocation.ts';
import { validateService } from './service-validation.ts';

const STICKY_SECONDS = 10_800;
const OUTSIDE_TYPES = ['NodePort', 'LoadBalancer'];

/** Services get defaults, an address and node ports. @source Kubernetes core/v1 SetDefaults_Service */
export const serviceRules: KindRules = {
  defaults: defaultService,
  prepareCreate: draft => syncAddresses(ensureObject(draft, 'spec'), undefined),
  prepareUpdate: (draft, live) => syncAddresses(ensureObject(draft, 'spec'), objectAt(live, 'spec')),
  validate: validateService,
  allocate: allocateService,
};

function defaultService(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  if (spec['sessionAffinity'] === 'ClientIP') fill(ensureObject(ensureObject(spec, 'sessionAffinityConfig'), 'clientIP'), { timeoutSeconds: STICKY_SECONDS });
  for (const port of itemsAt(spec, 'ports')) defaultPort(port);
  const isOutside = OUTSIDE_TYPES.includes(String(spec['type']));
  if (isOutside) fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (isOutside || spec['type'] === 'ClusterIP') fill(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec['type'] === 'LoadBalancer') fill(spec, { allocateLoadBalancerNodePorts: true });
}

function defaultPort(port: JsonObject): void {
  fill(port, { protocol: 'TCP' });
  if ([undefined, 0, ''].includes(port['targetPort'] as string)) port['targetPort'] = port['port'] ?? 0; // undefined is looked for, too
}

function syncAddresses(spec: JsonObject, live: JsonObject | undefined): void {
  if (spec['type'] === 'ExternalName') return;
  if (live !== undefined && live['type'] !== 'ExternalName') keepAllocated(spec, live);
  if (spec['clusterIP'] !== undefined && (spec['clusterIPs'] === undefined || isMoved(spec, live))) spec['clusterIPs'] = [spec['clusterIP']];
}

// What is left out on update stays as the server gave it.
function keepAllocated(spec: JsonObject, live: JsonObject): void {
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy = 'SingleStack' } = live;
  if (spec['clusterIP'] === undefined && spec['clusterIPs'] === undefined) fill(spec, { clusterIP, clusterIPs });
  fill(spec, { ipFamilies, ipFamilyPolicy });
  keepNodePorts(spec, live);
}

// One of clusterIP and clusterIPs is enough to say that the address changes.
function isMoved(spec: JsonObject, live: JsonObject | undefined): boolean {
  return live !== undefined && spec['clusterIP'] !== live['clusterIP'] && sameList(spec['clusterIPs'], live['clusterIPs']);
}

function sameList(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function keepNodePorts(spec: JsonObject, live: JsonObject): void {
  if (!OUTSIDE_TYPES.includes(String(spec['type']))) return;
  for (const port of itemsAt(spec, 'ports')) {
    const before = itemsAt(live, 'ports').find(candidate => candidate['port'] === port['port'] && candidate['protocol'] === port['protocol']);
    if (before?.['nodePort'] !== undefined) fill(port, { nodePort: before['nodePort'] });
  }
}

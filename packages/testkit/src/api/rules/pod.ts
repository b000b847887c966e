import type { ApiObject } from '../api-object.ts';
import { ensureObject, fill, isObject, itemsAt, objectAt, sameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';

const PATIENCE = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };

/** Gives a new Pod what admission gives it, and its first status. */
export function admitPod(draft: ApiObject): void {
  const spec = ensureObject(draft, 'spec');
  fill(spec, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  const tolerations = itemsAt(spec, 'tolerations');
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    if (!tolerations.some(toleration => toleration['key'] === key || toleration['key'] === undefined)) tolerations.push({ key, ...PATIENCE });
  }
  spec['tolerations'] = tolerations;
  draft['status'] = { phase: 'Pending', qosClass: qosClassOf(itemsAt(spec, 'containers')) };
}

function qosClassOf(containers: readonly JsonObject[]): string {
  const asked = containers.map(container => ({ limits: objectAt(container, 'resources', 'limits') ?? {}, requests: objectAt(container, 'resources', 'requests') ?? {} }));
  if (asked.every(({ limits, requests }) => isEmpty(limits) && isEmpty(requests))) return 'BestEffort';
  const isFixed = asked.every(({ limits, requests }) => ['cpu', 'memory'].every(name => limits[name] !== undefined && sameJson(limits[name], requests[name])));
  return isFixed ? 'Guaranteed' : 'Burstable';
}

function isEmpty(value: JsonObject): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

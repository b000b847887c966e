import { isDeepStrictEqual } from 'node:util';
import type { RecordedStatus, Recording, StoredObject, TraceEntry } from './recording.ts';

/** Waiting is not behaviour: how often a tick says 'not ready yet' depends on the machine. */
const WAITING = /not ready: waiting for rollout|all the metrics providers are available|waiting for rollout to finish|get query error/;

/** Fields of the status that Flagger knows; we may tell more. */
const FLAGGER_STATUS = new Set([
  'phase', 'failedChecks', 'canaryWeight', 'iterations', 'trackedConfigs', 'lastAppliedSpec', 'lastPromotedSpec', 'lastTransitionTime',
  'sessionAffinityCookie', 'primarySessionAffinityCookie', 'previousSessionAffinityCookie', 'conditions',
]);

/** What shapes no traffic, and objects of the whole cluster: recordings hold the writes to one namespace. */
const NO_ROUTE = /canaries|^v1\/(services|configmaps|secrets)|apps\/|autoscaling|keda|kuma\.io/;

type Entry<K extends TraceEntry['kind']> = Extract<TraceEntry, { kind: K }>;

const only = <K extends TraceEntry['kind']>(recording: Recording, kind: K): Entry<K>[] =>
  recording.trace.filter((entry): entry is Entry<K> => entry.kind === kind);

const collapse = <T>(list: readonly T[]): T[] => list.filter((item, index) => index === 0 || !isDeepStrictEqual(item, list[index - 1]));

/** What a user can see of a recording, view by view. */
export const views: Readonly<Record<string, (recording: Recording) => unknown>> = {
  phases: recording => recording.phases,
  conditions: recording =>
    collapse(statusWrites(recording).map(status => promoted(status).conditions?.map(({ type, status: value, reason, message }) => [type, value, reason, message]))),
  events: recording => collapse(only(recording, 'event').filter(entry => !WAITING.test(entry.message)).map(({ phase, type, message }) => [phase, type, message])),
  hooks: recording => only(recording, 'hook').filter(entry => entry.payload.metadata?.eventMessage === undefined).map(({ path, payload }) => [path, payload]),
  // Channels hear side by side: the order of alerts counts within a channel.
  alerts: recording =>
    only(recording, 'alert')
      .map(({ path, headers, payload }) => [path, headers, payload] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  queries: recording =>
    [...new Set(only(recording, 'query').map(({ path, auth, query }) => `${path} ${auth ?? ''} ${query.replace(/\s+/g, ' ').trim()}`))].sort(),
  vendor: recording =>
    [...new Set(only(recording, 'vendor').map(({ tick: _tick, ...entry }) => JSON.stringify(sorted({ ...entry, params: entry.params.map(pair => pair.join('=')).sort() }))))].sort(),
  routes,
  final: recording =>
    Object.fromEntries(Object.entries(recording.final).map(([key, object]) => [key, object.kind === 'Canary' && object.status ? { ...object, status: promoted(object.status) } : withSortedPorts(object)])),
};

function routes(recording: Recording): Record<string, unknown[]> {
  const states: Record<string, unknown[]> = {};
  for (const entry of only(recording, 'write')) {
    if (entry.code >= 300 || NO_ROUTE.test(entry.resource)) continue;
    (states[`${entry.resource} ${entry.name ?? ''}`] ??= []).push(entry.body?.spec ?? entry.body);
  }
  return Object.fromEntries(Object.entries(states).map(([key, list]) => [key, collapse(list)]));
}

function statusWrites(recording: Recording): RecordedStatus[] {
  return only(recording, 'write').flatMap(entry => (entry.resource.endsWith('canaries/status') && entry.body?.status ? [entry.body.status] : []));
}

function promoted(status: RecordedStatus): RecordedStatus {
  const known = Object.fromEntries(Object.entries(status).filter(([key]) => FLAGGER_STATUS.has(key))) as unknown as RecordedStatus;
  return known.conditions ? { ...known, conditions: known.conditions.filter(condition => condition.type === 'Promoted') } : known;
}

/** Services list their ports in any order. */
function withSortedPorts(object: StoredObject): StoredObject {
  if (object.kind !== 'Service' || object.spec?.ports === undefined) return object;
  return { ...object, spec: { ...object.spec, ports: [...object.spec.ports].sort((a, b) => a.port - b.port) } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]));
}

import type { Canary } from '@flagger/sdk';

/** Something to tell about a canary. */
export interface EventNote {
  readonly canary: Canary;
  readonly type: 'Normal' | 'Warning';
  readonly message: string;
}

/** A core/v1 Event as it is created. */
export interface KubernetesEvent {
  readonly apiVersion: 'v1';
  readonly kind: 'Event';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly involvedObject: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  /** RFC 3339, in whole seconds. */
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  /** How often it happened. */
  readonly count: number;
}

const REASON = 'Synced';

/** The Event for a note that has not been told before. @source flagger pkg/controller/events.go, client-go record.makeEvent */
export function eventFor({ canary, type, message }: EventNote, component: string, atMs: number, order: number): KubernetesEvent {
  const { name, namespace = '', uid = '', resourceVersion = '' } = canary.metadata;
  const at = timestamp(atMs);
  return {
    apiVersion: 'v1', kind: 'Event',
    metadata: { name: `${name}.${nanoseconds(atMs, order)}`, namespace },
    involvedObject: { apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name, namespace, uid, resourceVersion },
    type, reason: REASON, message, source: { component }, reportingComponent: component, reportingInstance: '',
    firstTimestamp: at, lastTimestamp: at, count: 1,
  };
}

/** RFC 3339 in whole seconds. */
export function timestamp(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Names are unique by time; `order` stands for the nanoseconds that the clock does not have. */
function nanoseconds(atMs: number, order: number): string {
  return (BigInt(Math.trunc(atMs)) * 1_000_000n + BigInt(order % 1_000_000)).toString(16);
}

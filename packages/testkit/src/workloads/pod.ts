import { createHash } from 'node:crypto';
import { durationMs } from '../prometheus/duration.ts';
import type { PodTemplate } from './workload-types.ts';

/** A Pod that is simulated: it has a template and times, but no container and no object in the API. */
export interface SimulatedPod {
  readonly name: string;
  readonly template: PodTemplate;
  /** Names its template, see {@link templateHash}. */
  readonly hash: string;
  /** Milliseconds since the epoch; undefined: never. */
  readonly readyAtMs: number | undefined;
}

/** How the simulation treats Pods that say nothing themselves. */
export interface PodDefaults {
  /** From a Pod's creation to its readiness. */
  readonly startupMs: number;
  /** For how long a Pod that was ready and is removed still answers, as one does that is given time to end. Default 0. */
  readonly drainMs?: number;
}

/** The name of a template: equal templates have equal names, whatever the order of their keys. */
export function templateHash(template: PodTemplate): string {
  return createHash('sha256').update(JSON.stringify(sorted(template))).digest('hex').slice(0, 10);
}

/**
 * When a Pod created at `nowMs` becomes ready. Its template's annotations decide: `nodeless/ready: "never"`
 * and `nodeless/ready-after: 3s`; undefined means never.
 */
export function readyAtMs(template: PodTemplate, nowMs: number, defaults: PodDefaults): number | undefined {
  const annotations = template.metadata?.annotations;
  if (annotations?.['nodeless/ready'] === 'never') return undefined;
  return nowMs + (durationMs(annotations?.['nodeless/ready-after'] ?? '') ?? defaults.startupMs);
}

/** Whether a Pod has been ready for `forMs` at `nowMs`. */
export function isReady(pod: SimulatedPod, nowMs: number, forMs = 0): boolean {
  return pod.readyAtMs !== undefined && pod.readyAtMs + forMs <= nowMs;
}

/** When the next Pod of the list becomes ready or available; undefined: none is waiting. */
export function nextReadyAtMs(pods: readonly SimulatedPod[], nowMs: number, minReadyMs: number): number | undefined {
  const ahead = pods
    .flatMap(pod => (pod.readyAtMs === undefined ? [] : [pod.readyAtMs, pod.readyAtMs + minReadyMs]))
    .filter(at => at > nowMs);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/** Five characters that tell apart Pods of one workload, as the API server's generated names do. */
export function podSuffix(workload: string, serial: number): string {
  return createHash('sha256').update(`${workload}/${serial}`).digest('hex').slice(0, 5);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, entry]) => [key, sorted(entry)]));
}

import type { Canary, Manifest, MergePatch } from '@flagger/sdk';
import { readdirSync, readFileSync } from 'node:fs';

/** What Flagger 1.44 left behind on a real API server. */
export interface Scenario {
  readonly scenario: string;
  readonly describes: string;
  readonly canary: Canary;
  /** What the user created. */
  readonly objects: readonly Manifest[];
  /** What others changed once the canary was initialized. */
  readonly changes: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly patch: MergePatch }[];
  readonly end: 'initialized' | 'succeeded' | 'deleted';
  /** The objects of this package at the end, without what differs from run to run. */
  readonly final: readonly Manifest[];
}

const FIXTURES = new URL('../fixtures/', import.meta.url);

/** All recordings. */
export function scenarios(): readonly Scenario[] {
  const files = readdirSync(FIXTURES).filter(file => file.endsWith('.json'));
  return files.map(file => JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) as Scenario);
}

const RUNNING = new Set([
  'uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation', 'clusterIPs',
  'deployment.kubernetes.io/revision', 'deprecated.daemonset.template.generation',
]);
const EMPTY_IS_ABSENT = new Set(['labels', 'annotations', 'nodeSelector']);

/** An object without what differs from run to run, as the recordings are. */
export function withoutRunning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRunning);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, field]) => !isRunning(key, field));
  const cleaned = kept.map(([key, field]) => [key, key === 'flagger-id' ? '<uuid>' : withoutRunning(field)] as const);
  return Object.fromEntries(cleaned.filter(([key, field]) => !(EMPTY_IS_ABSENT.has(key) && JSON.stringify(field) === '{}')));
}

function isRunning(key: string, value: unknown): boolean {
  return RUNNING.has(key) || key === 'status' || (key === 'clusterIP' && value !== 'None');
}

import type { Canary, Manifest } from '@flagger/sdk';
import type { Backends } from './backends.ts';

/** What a scenario drives: a namespace of a cluster with a controller, on the embedded or on a real control plane. */
export interface Lab {
  readonly namespace: string;
  /** URL under which the backends answer. */
  readonly base: string;
  /** What the metric service and the hooks of this namespace answer. */
  readonly control: Backends['control'];
  create(object: Manifest): Promise<void>;
  patch(apiVersion: string, kind: string, name: string, patch: unknown): Promise<void>;
  /** Replaces the first container's image by podinfo:TAG. */
  image(tag: string, kind?: string): Promise<void>;
  remove(apiVersion: string, kind: string, name: string): Promise<void>;
  canary(): Promise<Canary | undefined>;
  mark(note: string): void;
  /** Waits on the lab's clock. */
  sleep(ms: number): Promise<void>;
  /** Waits until the predicate gives a truthy value. */
  until<T>(what: string, predicate: () => Promise<T> | T, seconds?: number): Promise<T>;
  /** Messages of the events that the event webhook heard. */
  messages(): readonly string[];
}

/** A hook of the lab's backends, as the Canary lists it. */
export function hook(lab: Lab, name: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { name, url: `${lab.base}/hook/${lab.namespace}/${name}`, ...fields };
}

export async function phase(lab: Lab, wanted: string, seconds?: number): Promise<void> {
  await lab.until(`phase ${wanted}`, async () => (await lab.canary())?.status?.phase === wanted, seconds);
}

export async function event(lab: Lab, pattern: RegExp, seconds?: number): Promise<void> {
  await lab.until(`event ${String(pattern)}`, () => lab.messages().some(message => pattern.test(message)), seconds);
}

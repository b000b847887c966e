import { CanaryError } from '@flagger/sdk';
import type { Manifest, MergePatch, ObjectKey, ObjectStore, ResourceType } from '@flagger/sdk';
import type { Judge, Verdict } from './judge.ts';

/** An object that was written, and what the API server made of it. */
export interface JudgedWrite extends Verdict {
  readonly verb: 'create' | 'update' | 'patch';
  readonly type: ResourceType;
  readonly sent: Manifest;
}

/** Keeps objects as an API server would store them, with all that it fills in. */
export class JudgedStore implements ObjectStore {
  readonly writes: JudgedWrite[] = [];
  readonly #judge: Judge;
  readonly #objects = new Map<string, Manifest>();

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  get<T extends Manifest>(type: ResourceType<T>, key: ObjectKey): Promise<T | undefined> {
    return Promise.resolve(this.#find(type, key));
  }

  list<T extends Manifest>({ apiVersion, kind }: ResourceType<T>, namespace: string | undefined): Promise<readonly T[]> {
    const objects = [...this.#objects.values()].filter(each => each.apiVersion === apiVersion && each.kind === kind);
    return Promise.resolve(objects.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace) as unknown as readonly T[]);
  }

  create<T extends Manifest>(type: ResourceType<T>, object: T): Promise<T> {
    return this.#write('create', type, object);
  }

  update<T extends Manifest>(type: ResourceType<T>, object: T): Promise<T> {
    return this.#write('update', type, object);
  }

  patch<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch): Promise<T> {
    return this.#write('patch', type, merged(this.#find(type, key), patch) as T);
  }

  async patchStatus<T extends Manifest>(type: ResourceType<T>, key: ObjectKey, patch: MergePatch): Promise<T> {
    const next = merged(this.#find(type, key), patch) as T;
    this.#objects.set(pathOf(type, key), next);
    return next;
  }

  remove(type: ResourceType, key: ObjectKey): Promise<void> {
    this.#objects.delete(pathOf(type, key));
    return Promise.resolve();
  }

  async #write<T extends Manifest>(verb: JudgedWrite['verb'], type: ResourceType<T>, object: T): Promise<T> {
    // What the server fills in is no part of what is asked, but for the status: it lives on.
    const { uid: _uid, creationTimestamp: _creation, generation: _generation, managedFields: _managers, ...metadata } = object.metadata as Manifest['metadata'] & { managedFields?: unknown };
    const { status, ...sent } = { ...object, metadata } as unknown as Manifest & { readonly status?: unknown };
    const verdict = await this.#judge.judge(type, sent);
    this.writes.push({ verb, type, sent, ...verdict });
    if (verdict.stored === undefined) throw new CanaryError('Invalid', 'never', verdict.refusal ?? '');
    const stored = { ...verdict.stored, ...(status !== undefined && { status }) } as unknown as T;
    this.#objects.set(pathOf(type, object.metadata), stored);
    return stored;
  }

  #find<T extends Manifest>(type: ResourceType<T>, key: ObjectKey): T | undefined {
    return this.#objects.get(pathOf(type, key)) as T | undefined;
  }
}

function pathOf({ apiVersion, kind }: ResourceType, { namespace = '', name }: ObjectKey): string {
  return [apiVersion, kind, namespace, name].join(' ');
}

/** RFC 7386. */
function merged(live: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const fields: Record<string, unknown> = typeof live === 'object' && live !== null && !Array.isArray(live) ? { ...live } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete fields[field];
    else fields[field] = merged(fields[field], value);
  }
  return fields;
}

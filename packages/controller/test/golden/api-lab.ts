import type { Cluster } from '@flagger/cluster';
import { CANARIES, isCanaryError } from '@flagger/sdk';
import type { Canary, Manifest, ResourceType } from '@flagger/sdk';
import type { Backends } from './backends.ts';
import type { Lab } from './lab.ts';
import { DUMPED_TYPES, typeOf } from './resource-types.ts';

const FOREVER = new AbortController().signal;

/** How the clock of a lab goes on. */
export interface Pacer {
  now(): number;
  /** Moves time on to what happens next, but not past `limit`. @throws where nothing will ever happen again */
  step(limit?: number): Promise<void>;
  /** Lets the world come to rest at this moment. */
  settle(): Promise<void>;
}

/** A lab over the Kubernetes API, with an administrator's rights. */
export class ApiLab implements Lab {
  readonly namespace: string;
  readonly base: string;
  readonly backends: Backends;
  readonly #cluster: Cluster;
  readonly #pacer: Pacer;

  constructor(fields: { namespace: string; base: string; backends: Backends; cluster: Cluster; pacer: Pacer }) {
    this.namespace = fields.namespace;
    this.base = fields.base;
    this.backends = fields.backends;
    this.#cluster = fields.cluster;
    this.#pacer = fields.pacer;
  }

  get control(): Backends['control'] {
    return this.backends.control;
  }

  async createNamespace(): Promise<void> {
    await this.#cluster.store.create(typeOf('v1', 'Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } }, FOREVER);
  }

  async create(object: Manifest): Promise<void> {
    const placed = { ...object, metadata: { ...object.metadata, namespace: this.namespace } };
    await this.#cluster.store.create(typeOf(object.apiVersion, object.kind), placed, FOREVER);
  }

  async patch(apiVersion: string, kind: string, name: string, patch: unknown): Promise<void> {
    this.mark(`${kind} ${name} patched: ${JSON.stringify(patch)}`);
    await this.#cluster.store.patch(typeOf(apiVersion, kind), { namespace: this.namespace, name }, patch as Record<string, unknown>, FOREVER);
  }

  async image(tag: string, kind = 'Deployment'): Promise<void> {
    this.mark(`the target's image becomes podinfo:${tag}`);
    const type = typeOf('apps/v1', kind);
    const key = { namespace: this.namespace, name: 'podinfo' };
    const live = (await this.#cluster.store.getLive(type, key, FOREVER)) as unknown as { spec: { template: { spec: { containers: Record<string, unknown>[] } } } };
    const [first, ...others] = live.spec.template.spec.containers;
    await this.#cluster.store.patch(type, key, { spec: { template: { spec: { containers: [{ ...first, image: `podinfo:${tag}` }, ...others] } } } }, FOREVER);
  }

  async remove(apiVersion: string, kind: string, name: string): Promise<void> {
    await this.#cluster.store.remove(typeOf(apiVersion, kind), { namespace: this.namespace, name }, FOREVER);
  }

  async canary(): Promise<Canary | undefined> {
    return this.#cluster.store.getLive(CANARIES, { namespace: this.namespace, name: 'podinfo' }, FOREVER);
  }

  mark(note: string): void {
    this.backends.mark(note);
  }

  async sleep(ms: number): Promise<void> {
    await this.#pacer.settle();
    const end = this.#pacer.now() + ms;
    while (this.#pacer.now() < end) await this.#pacer.step(end);
    await this.#pacer.settle();
  }

  async until<T>(what: string, predicate: () => Promise<T> | T, seconds = 150): Promise<T> {
    const end = this.#pacer.now() + seconds * 1000;
    for (;;) {
      await this.#pacer.settle();
      const value = await predicate();
      if (value) return value;
      if (this.#pacer.now() > end) throw new Error(`${this.namespace}: timed out waiting for ${what}; heard: ${this.messages().slice(-4).join(' | ')}`);
      await this.#pacer.step();
    }
  }

  messages(): readonly string[] {
    return this.backends.heard.flatMap(entry => (entry.kind === 'event' && 'message' in entry ? [String(entry.message)] : []));
  }

  /** Every object of the namespace, and those of the whole cluster that speak of it. */
  async dump(): Promise<Record<string, unknown>> {
    const lists = await Promise.all(DUMPED_TYPES.map(async type => (await this.#list(type)).map(item => ({ ...item, apiVersion: type.apiVersion, kind: type.kind }))));
    const objects = lists.flat().filter(object => object.metadata.name !== 'kube-root-ca.crt');
    return Object.fromEntries(objects.map(object => [`${object.kind} ${object.metadata.name}`, object]));
  }

  /** The objects of a type as the API server has them; none where the type is not installed. */
  async #list(type: ResourceType): Promise<readonly Manifest[]> {
    const within = type.namespaced ? `/namespaces/${this.namespace}` : '';
    const path = `${type.apiVersion.includes('/') ? '/apis/' : '/api/'}${type.apiVersion}${within}/${type.plural}`;
    try {
      const { items } = await this.#cluster.request<{ items: Manifest[] }>({ verb: 'list', path, resource: type.plural, namespace: this.namespace }, FOREVER);
      return type.namespaced ? items : items.filter(item => JSON.stringify(item).includes(this.namespace));
    } catch (error) {
      if (isCanaryError(error, 'NotFound') || isCanaryError(error, 'MissingResourceType')) return [];
      throw error;
    }
  }
}

import { ownersOf } from '../api-object.ts';
import type { ApiObject } from '../api-object.ts';
import type { ResourceDefinition } from '../resources/resource-definition.ts';
import type { StoreEvent } from './store-event.ts';

/** An object and where it is. */
export interface Located {
  readonly definition: ResourceDefinition;
  readonly namespace: string;
  readonly name: string;
}

/** Who depends on whom, by the owner's uid. */
export class OwnerIndex {
  readonly #dependents = new Map<string, Map<string, Located>>();

  /** Takes a change in. */
  record(event: StoreEvent): void {
    if (event.previous !== undefined || event.type === 'DELETED') this.#remove(event, event.previous ?? event.object);
    if (event.type !== 'DELETED') this.#add(event);
  }

  /** The objects that name this uid as an owner. */
  dependentsOf(uid: string): readonly Located[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  #add(event: StoreEvent): void {
    for (const uid of ownerUids(event.object)) {
      const dependents = this.#dependents.get(uid) ?? new Map<string, Located>();
      const { name, namespace } = event.object.metadata;
      dependents.set(String(event.object.metadata['uid']), { definition: event.definition, namespace: String(namespace ?? ''), name });
      this.#dependents.set(uid, dependents);
    }
  }

  #remove(event: StoreEvent, object: ApiObject): void {
    for (const uid of ownerUids(object)) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(String(event.object.metadata['uid']));
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }
}

function ownerUids(object: ApiObject): string[] {
  return ownersOf(object).map(owner => String(owner['uid']));
}

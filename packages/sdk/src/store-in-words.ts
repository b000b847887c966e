import { explained } from './explained.ts';
import type { UpsertStore } from './upsert.ts';

/** What users are told of a write that is refused, before the API server's own words. */
export interface WriteWords {
  /** Such as `VirtualService podinfo.shop create error`. */
  readonly create: string;
  readonly update: string;
}

/** A store that tells in these words what the API server refuses. */
export function storeInWords(store: UpsertStore, words: WriteWords): UpsertStore {
  return {
    get: (type, key, signal) => store.get(type, key, signal),
    create: (type, object, signal) => explained(words.create, () => store.create(type, object, signal)),
    update: (type, object, signal) => explained(words.update, () => store.update(type, object, signal)),
  };
}

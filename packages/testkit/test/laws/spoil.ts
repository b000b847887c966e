import type { ObjectStore, Provider, ProviderEnv, Router } from '@flagger/sdk';
import { ToyRouter } from './toy-router.ts';

/** A provider that does one thing worse than the toy, the law that it breaks, and what the check says about it. */
export interface Spoiled {
  readonly name: string;
  readonly changes: Partial<Provider>;
  readonly breaks: string;
  readonly says: RegExp;
}

type Factory = Pick<Provider, 'createRouter'>;

/** The toy router, some methods of which are done worse. */
export function doing(spoil: (good: ToyRouter, env: ProviderEnv) => Partial<Router>): Factory {
  return {
    createRouter: env => {
      const good = new ToyRouter(env);
      const own: Router = {
        reconcile: (subject, signal) => good.reconcile(subject, signal),
        getTraffic: (subject, signal) => good.getTraffic(subject, signal),
        setTraffic: (subject, traffic, signal) => good.setTraffic(subject, traffic, signal),
        finalize: (subject, signal) => good.finalize(subject, signal),
      };
      return { ...own, ...spoil(good, env) };
    },
  };
}

/** The toy router before a store, some methods of which do something else. */
export function storing(spoil: (store: ObjectStore) => Partial<ObjectStore>): Factory {
  return {
    createRouter: env => {
      const { store } = env;
      const own: ObjectStore = {
        get: (type, key, signal) => store.get(type, key, signal),
        list: (type, namespace, signal) => store.list(type, namespace, signal),
        create: (type, object, signal) => store.create(type, object, signal),
        update: (type, object, signal) => store.update(type, object, signal),
        patch: (type, key, patch, signal) => store.patch(type, key, patch, signal),
        patchStatus: (type, key, patch, signal) => store.patchStatus(type, key, patch, signal),
        remove: (type, key, signal) => store.remove(type, key, signal),
      };
      return new ToyRouter({ ...env, store: { ...own, ...spoil(store) } });
    },
  };
}

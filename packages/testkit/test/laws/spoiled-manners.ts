import { CanaryError } from '@flagger/sdk';
import type { Provider } from '@flagger/sdk';
import { doing, storing } from './spoil.ts';
import type { Spoiled } from './spoil.ts';
import { TOY_SERVICES } from './toy-routes.ts';
import { ToyRouter, toySubject } from './toy-router.ts';

const { capabilities, rbac, observer } = toySubject().provider;
const deaf = new AbortController().signal;

/** Providers that are not good to others: to their user, the API server, and whoever else is there. */
export const ILL_MANNERED: readonly Spoiled[] = [
  { name: 'has no name', changes: { names: [] }, breaks: 'has names that a canary can write', says: /it has no name/ },
  { name: 'has an odd name', changes: { names: ['toy', 'My Toy'] }, breaks: 'has names that a canary can write', says: /My Toy/ },
  {
    name: 'asks in another language',
    changes: { observer: { ...observer, duration: { query: 'histogram_quantile(0.99, sum(rate(toy{name="{{ name }}"[{{ interval }}]))', unit: 'seconds' } } },
    breaks: 'asks in its queries what Prometheus understands',
    says: /parse error/,
  },
  {
    name: 'cannot wait',
    changes: {
      createRouter: env => {
        void env.store.list(TOY_SERVICES, undefined, deaf);
        return new ToyRouter(env);
      },
    },
    breaks: 'asks for nothing while its router is made',
    says: /list/,
  },
  { name: 'wants it all', changes: { rbac: rbac.map(rule => ({ ...rule, verbs: ['*'] })) }, breaks: 'names each rule that it needs, and no wildcard', says: /\*/ },
  {
    name: 'requires what its canary lacks',
    changes: { capabilities: { ...capabilities, requires: ['spec.service.port', 'spec.ingressRef'] } },
    breaks: 'lets a canary go that says too little to be served',
    says: /spec\.ingressRef/,
  },
  {
    name: 'takes for granted that there is a service',
    changes: doing((_, { logger }) => ({
      finalize: ({ canary }) => {
        logger.debug(`${canary.spec.service!.port}`);
        return Promise.resolve();
      },
    })),
    breaks: 'lets a canary go that says too little to be served',
    says: /port/,
  },
  {
    name: 'leaves its routes to nobody',
    changes: { createRouter: env => new ToyRouter({ ...env, ownerReferences: false }) },
    breaks: 'leaves nothing behind that does not go with the canary',
    says: /VirtualService web/,
  },
  { name: 'shares its memory', changes: sharing(), breaks: 'leaves the routes of a canary in another namespace alone', says: /the canary that was there/ },
  {
    name: 'tidies up for others',
    changes: doing((good, { store }) => ({
      finalize: async (subject, signal) => {
        const all = await store.list(TOY_SERVICES, subject.canary.metadata.namespace, signal);
        await Promise.all(all.map(({ metadata }) => store.remove(TOY_SERVICES, metadata, signal)));
        await good.finalize(subject, signal);
      },
    })),
    breaks: 'changes no object but those that it is there for',
    says: /web-lab/,
  },
  {
    name: 'gives up at the first failure',
    changes: storing(store => ({
      create: (type, object, signal) => store.create(type, object, signal).catch(cause => {
        throw new CanaryError('Invalid', 'never', 'it will not do', { cause });
      }),
    })),
    breaks: 'tells that the API server is out of order, and goes on once it is well',
    says: /expected ApiUnavailable, got Invalid/,
  },
  {
    name: 'cannot bear that somebody was faster',
    changes: storing(store => ({
      create: (type, object, signal) => store.create(type, object, signal).catch(cause => {
        throw new CanaryError('AlreadyExists', 'never', 'mine', { cause });
      }),
    })),
    breaks: 'tells that somebody else has made its object first, and goes on with that',
    says: /retry/,
  },
  {
    name: 'gives back in two steps, and forgets the first',
    changes: givingBackInSteps(),
    breaks: 'may be cut off while it gives back, and ends the same when it is called again',
    says: /after write 1/,
  },
  {
    name: 'reads without an end',
    changes: storing(store => ({ get: (type, key) => store.get(type, key, deaf) })),
    breaks: 'is ended by its signal while it waits for a first read',
    says: /goes on after its signal has ended/,
  },
  {
    name: 'sets the traffic when the time is up',
    changes: doing(good => ({ setTraffic: (subject, traffic) => good.setTraffic(subject, traffic, deaf) })),
    breaks: 'writes nothing for a signal that has ended already',
    says: /Missing expected rejection/,
  },
];

/** Remembers one split for all canaries. */
function sharing(): Pick<Provider, 'createRouter'> {
  return doing(good => {
    let last = { primary: 100, canary: 0, mirrored: false };
    return {
      getTraffic: async (subject, signal) => {
        const live = await good.getTraffic(subject, signal);
        return live.canary === 0 ? live : last;
      },
      setTraffic: async (subject, traffic, signal) => {
        last = traffic;
        await good.setTraffic(subject, traffic, signal);
      },
    };
  });
}

/** Takes its note away before it has read what the note says. */
function givingBackInSteps(): Pick<Provider, 'createRouter'> {
  return doing((good, { store }) => ({
    finalize: async (subject, signal) => {
      const live = await good.live(subject, signal);
      const original = live?.metadata.annotations?.['toy.example/original'];
      if (live === undefined || original === undefined) return;
      const { annotations: _annotations, ...metadata } = live.metadata;
      const noted = await store.update(TOY_SERVICES, { ...live, metadata }, signal);
      await store.update(TOY_SERVICES, { ...noted, spec: JSON.parse(original) as object }, signal);
    },
  }));
}

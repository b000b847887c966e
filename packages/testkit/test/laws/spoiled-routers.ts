import type { RouteSubject, Traffic } from '@flagger/sdk';
import { doing, storing } from './spoil.ts';
import type { Spoiled } from './spoil.ts';
import { TOY_SERVICES } from './toy-routes.ts';
import { ToyRouter, toySubject } from './toy-router.ts';

const { capabilities, rbac, observer } = toySubject().provider;
const all: Traffic = { primary: 100, canary: 0, mirrored: false };
const deaf = new AbortController().signal;
const plainly = ({ canary, target }: RouteSubject): RouteSubject => ({ canary: { ...canary, spec: { ...canary.spec, analysis: {} } }, target });

export const SPOILED: readonly Spoiled[] = [
  {
    name: 'falls back to the primary',
    changes: doing(good => ({
      reconcile: async (subject, signal) => {
        await good.reconcile(subject, signal);
        await good.setTraffic(subject, all, signal);
      },
    })),
    breaks: 'keeps the live split while it writes a change of the service',
    says: /getTraffic/,
  },
  {
    name: 'writes without need',
    changes: doing((good, { store }) => ({
      reconcile: async (subject, signal) => {
        await good.reconcile(subject, signal);
        const live = await good.live(subject, signal);
        if (live) await store.update(TOY_SERVICES, live, signal);
      },
    })),
    breaks: 'is idle when all is right: neither a write nor a read',
    says: /at 0 percent/,
  },
  {
    name: 'remembers instead of reading',
    changes: doing(good => {
      let last = all;
      return {
        getTraffic: () => Promise.resolve(last),
        setTraffic: async (subject, traffic, signal) => {
          last = traffic;
          await good.setTraffic(subject, traffic, signal);
        },
      };
    }),
    breaks: 'notices a split that somebody else has set, and sets its own again',
    says: /the foreign edit/,
  },
  {
    name: 'says what it was told, and does nothing',
    changes: doing(() => {
      let last = all;
      return {
        getTraffic: () => Promise.resolve(last),
        setTraffic: (_, traffic) => {
          last = traffic;
          return Promise.resolve();
        },
      };
    }),
    breaks: 'reads back the split that was set, and requests really go there',
    says: /the data plane/,
  },
  {
    name: 'takes a failure for the primary',
    changes: doing(good => ({ getTraffic: (subject, signal) => good.getTraffic(subject, signal).catch(() => all) })),
    breaks: 'tells that its objects are gone, and makes them again',
    says: /it went well/,
  },
  {
    name: 'makes more than it is known for',
    changes: doing((good, { store }) => ({
      reconcile: async (subject, signal) => {
        await good.reconcile(subject, signal);
        const metadata = { namespace: 'prod', name: 'extra' };
        await store.create(TOY_SERVICES, { apiVersion: TOY_SERVICES.apiVersion, kind: TOY_SERVICES.kind, metadata }, signal);
      },
    })),
    breaks: 'makes the objects that the subject names, and no others',
    says: /virtualservices/,
  },
  {
    name: 'mirrors nothing',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(subject, { ...traffic, mirrored: false }, signal) })),
    breaks: 'mirrors before a weighted shift, and ends that',
    says: /getTraffic/,
  },
  {
    name: 'mirrors, and says that it cannot',
    changes: { capabilities: { ...capabilities, mirroring: 'none' } },
    breaks: 'never says that it mirrors',
    says: /true/,
  },
  {
    name: 'lets everybody in',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(plainly(subject), traffic, signal) })),
    breaks: 'lets in by a header who is to test the canary, and nobody else',
    says: /anybody else/,
  },
  {
    name: 'forgets its users',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(plainly(subject), traffic, signal) })),
    breaks: 'gives users of the canary a cookie, and keeps them there',
    says: /a user of the canary/,
  },
  {
    name: 'owns nothing',
    changes: { createRouter: env => new ToyRouter({ ...env, ownerReferences: false }) },
    breaks: 'makes objects that go with their canary',
    says: /VirtualService/,
  },
  {
    name: 'owns what it cannot',
    changes: { createRouter: env => new ToyRouter({ ...env, ownerReferences: true }) },
    breaks: 'makes objects without an owner where the canary lives in another cluster',
    says: /Canary/,
  },
  {
    name: 'marks nothing',
    changes: storing(store => ({
      create: (type, object, signal) => store.create(type, { ...object, metadata: { ...object.metadata, annotations: {} } }, signal),
    })),
    breaks: 'marks its routes for GitOps agents, and gives them no label of its own',
    says: /toolkit/,
  },
  {
    name: 'keeps what it took',
    changes: doing(() => ({ finalize: () => Promise.resolve() })),
    breaks: "gives the user's object back as it was, after any number of changes",
    says: /mine/,
  },
  {
    name: 'holds a canary that has nothing',
    changes: doing(good => ({ finalize: async (subject, signal) => void (await good.getTraffic(subject, signal)) })),
    breaks: 'lets a canary go that has no routing objects, or no longer',
    says: /no split/,
  },
  {
    name: 'stumbles over what it does not expect',
    changes: doing(good => ({
      getTraffic: async (subject, signal) => {
        const live = await good.live(subject, signal);
        if (live?.spec?.http?.[0]?.route?.[0]?.destination === undefined) throw new TypeError('not a route');
        return good.getTraffic(subject, signal);
      },
    })),
    breaks: 'survives objects from which any one field is missing, and mends them',
    says: /getTraffic of a VirtualService without spec: expected a CanaryError that says why, got TypeError: not a route/,
  },
  {
    name: 'swallows refusals',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(subject, traffic, signal).catch(() => undefined) })),
    breaks: 'tells that it may not write, and says what stands',
    says: /expected ApiForbidden, and it went well/,
  },
  {
    name: 'writes blindly',
    changes: storing(store => ({
      update: (type, { metadata: { resourceVersion: _, ...metadata }, ...object }, signal) => store.update(type, { ...object, metadata } as never, signal),
    })),
    breaks: 'writes over no change that it has not seen',
    says: /resourceVersion/,
  },
  {
    name: 'is deaf',
    changes: doing(good => ({ reconcile: subject => good.reconcile(subject, deaf) })),
    breaks: 'is ended by its signal, also while the API server hangs',
    says: /goes on after its signal has ended/,
  },
  {
    name: 'begins too late',
    changes: doing(good => ({ reconcile: subject => good.reconcile(subject, deaf) })),
    breaks: 'writes nothing for a signal that has ended already',
    says: /Missing expected rejection/,
  },
  {
    name: 'does not look again',
    changes: doing(good => {
      let begun = false;
      return {
        reconcile: async (subject, signal) => {
          if (!begun) {
            begun = true;
            await good.reconcile(subject, signal);
          }
        },
      };
    }),
    breaks: 'may be cut off before or after any write, and ends the same when it is called again',
    says: /no web/,
  },
  {
    name: 'does more than it says',
    changes: { rbac: rbac.map(rule => ({ ...rule, verbs: rule.verbs.filter(verb => verb !== 'update') })) },
    breaks: 'does nothing that its rules do not allow',
    says: /update networking.istio.io\/virtualservices/,
  },
  {
    name: 'asks for what nobody knows',
    changes: { observer: { ...observer, successRate: { query: 'up{pod="{{ pod }}"}' } } },
    breaks: 'asks in its queries for nothing that a template does not know',
    says: /pod/,
  },
  {
    name: 'changes what it is given',
    changes: doing(good => ({
      reconcile: (subject, signal) => {
        Object.assign(subject.canary.spec, { touched: true });
        return good.reconcile(subject, signal);
      },
    })),
    breaks: 'sends all requests to the primary at first',
    says: /not extensible/,
  },
];

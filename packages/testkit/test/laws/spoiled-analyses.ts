import type { AnalysisMatch, RouteSubject, StringMatches } from '@flagger/sdk';
import { doing } from './spoil.ts';
import type { Spoiled } from './spoil.ts';
import { toySubject } from './toy-router.ts';

const { capabilities } = toySubject().provider;

/** The release as it looks to a router that overlooks something. */
function seen({ canary, target }: RouteSubject, change: (analysis: RouteSubject['canary']['spec']['analysis']) => object): RouteSubject {
  const { analysis } = canary.spec;
  return { canary: { ...canary, spec: { ...canary.spec, analysis: { ...analysis, ...change(analysis) } } }, target };
}

/** Whoever has the header or parameter at all. */
function anyValue(match: readonly AnalysisMatch[] = []): readonly AnalysisMatch[] {
  const present = (values: StringMatches = {}): StringMatches => Object.fromEntries(Object.keys(values).map(name => [name, {}]));
  return match.map(each => ({ ...each, ...(each.headers && { headers: present(each.headers) }), ...(each.queryParams && { queryParams: present(each.queryParams) }) }));
}

/** An entry for each header. */
function oneByOne(match: readonly AnalysisMatch[]): readonly AnalysisMatch[] {
  return match.flatMap(({ headers = {} }) => Object.entries(headers).map(([name, value]) => ({ headers: { [name]: value } })));
}

const present: Pick<Spoiled, 'changes' | 'says'> = {
  changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(seen(subject, ({ match }) => ({ match: anyValue(match) })), traffic, signal) })),
  says: /somebody with another value/,
};

/** Providers that do an analysis almost as it is asked for. */
export const HALF_HEARTED: readonly Spoiled[] = [
  ...['prefix of a header', 'suffix of a header', 'regex of a header', 'prefix of a query parameter', 'regex of a query parameter'].map((what): Spoiled => ({
    ...present, name: `lets in whoever has the ${what} at all`, breaks: `lets in by the ${what} who is to test the canary, and nobody else`,
  })),
  {
    name: 'knows one match',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(seen(subject, ({ match }) => (match ? { match: match.slice(0, 1) } : {})), traffic, signal) })),
    breaks: 'lets in by each of several matches, of which one is enough',
    says: /an insider/,
  },
  {
    name: 'asks for one of several headers',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(seen(subject, ({ match }) => (match ? { match: oneByOne(match) } : {})), traffic, signal) })),
    breaks: 'lets in by several headers of one match who has them all',
    says: /somebody with another value/,
  },
  {
    name: 'mirrors everything',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => good.setTraffic(seen(subject, () => ({ mirrorWeight: 100 })), traffic, signal) })),
    breaks: 'mirrors as many requests as mirrorWeight says',
    says: /mirrorWeight 40/,
  },
  {
    name: 'mirrors streams, and says that it cannot',
    changes: { capabilities: { ...capabilities, overTcp: { mirroring: 'none' } } },
    breaks: 'splits streams as it splits requests, and mirrors them or not as it says',
    says: /getTraffic of a mirror/,
  },
  {
    name: 'splits no streams',
    changes: doing(good => ({ setTraffic: (subject, traffic, signal) => (subject.canary.spec.service?.appProtocol === 'tcp' ? Promise.resolve() : good.setTraffic(subject, traffic, signal)) })),
    breaks: 'splits streams as it splits requests, and mirrors them or not as it says',
    says: /getTraffic/,
  },
];

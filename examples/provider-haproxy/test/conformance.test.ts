import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ObjectReader } from '@flagger/sdk';
import { routerLaws, serviceOf } from '@flagger/testkit';
import type { RouteReader } from '@flagger/testkit';
import plugin from '../src/index.ts';
import { haproxyProvider } from '../src/haproxy-provider.ts';
import { HAPROXY_SPLITS } from '../src/haproxy-split.ts';
import { canary } from './subject.ts';

/** HAProxy with its agent, as far as it matters here: a Service's split says where its requests go. */
function haproxy(reader: ObjectReader): RouteReader {
  return {
    plan: async ({ host, sourceNamespace: namespace }, signal) => {
      const named = serviceOf(host, namespace);
      const split = named && (await reader.get(HAPROXY_SPLITS, named, signal));
      const backends = split?.spec.servers.map(({ service, weight }) => ({ service: { namespace, name: service }, weight }));
      return backends && { backends, mirrors: [] };
    },
  };
}

const suite = routerLaws({
  provider: haproxyProvider,
  crds: readFileSync(new URL('../crd.yaml', import.meta.url), 'utf8'),
  canary,
  objects: [{ type: HAPROXY_SPLITS, name: 'podinfo', carriesMetadata: true }],
  dataPlane: haproxy,
});

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);
});

describe('the plug-in', () => {
  it('brings the provider and nothing else', () => {
    expect(plugin).toEqual({ name: 'haproxy', sdk: '^1.0.0', providers: [haproxyProvider], metrics: [], notifiers: [], targets: [], scalers: [] });
  });
});

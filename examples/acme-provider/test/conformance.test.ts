import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { routerLaws, serviceOf } from '@flagger/testkit';
import type { RouteReader } from '@flagger/testkit';
import type { Canary, ObjectReader } from '@flagger/sdk';
import { acmeProvider } from '../src/acme-provider.ts';
import { TRAFFIC_RULES } from '../src/traffic-rule.ts';

const canary: Canary = {
  apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'podinfo', namespace: 'test', uid: '8f8d2c62-7f5b-4b0e-9d3c-1c1f3f1d2a11' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, analysis: { stepWeight: 10 } },
};

/** Acme's mesh, as far as it matters here: a host's rule says which Services get its requests. */
function acmeMesh(reader: ObjectReader): RouteReader {
  return {
    plan: async ({ host, sourceNamespace: namespace }, signal) => {
      const named = serviceOf(host, namespace);
      const rule = named && (await reader.get(TRAFFIC_RULES, named, signal));
      const backends = rule?.spec?.backends?.map(({ service, weight }) => ({ service: { namespace, name: service }, weight }));
      return backends && { backends, mirrors: [] };
    },
  };
}

const suite = routerLaws({
  provider: acmeProvider,
  crds: readFileSync(new URL('../crd.yaml', import.meta.url), 'utf8'),
  canary,
  objects: [{ type: TRAFFIC_RULES, name: 'podinfo', carriesMetadata: true }],
  dataPlane: acmeMesh,
});

afterAll(() => suite.close());

describe('the laws of routers', () => {
  it.each(suite.laws.map(law => [law.title, law] as const))('%s', (_, law) => law.check(), 30_000);

  it('leave out what Acme cannot do', () => {
    expect(suite.leftOut.length).toBeGreaterThan(0);
  });
});

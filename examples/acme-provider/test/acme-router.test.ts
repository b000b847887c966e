import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { Cluster } from '@flagger/cluster';
import type { Canary, Logger, Router, RouteSubject } from '@flagger/sdk';
import { createRealClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import { readFileSync } from 'node:fs';
import plugin from '../src/index.ts';
import { TRAFFIC_RULES } from '../src/traffic-rule.ts';

const canary: Canary = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'podinfo', namespace: 'test', uid: '8f8d2c62-7f5b-4b0e-9d3c-1c1f3f1d2a11' },
  spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' }, service: { port: 80 }, analysis: {} },
};
const subject: RouteSubject = { canary, target: { labelKey: 'app', labelValue: 'podinfo', ports: [] } };
const logger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => logger };
const clock = createRealClock();
const { signal } = new AbortController();

let api: ApiServer;
let cluster: Cluster;
let router: Router;

beforeEach(async () => {
  api = await startApiServer({ clock });
  api.installCrds(readFileSync(new URL('../crd.yaml', import.meta.url), 'utf8'));
  api.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  cluster = await createCluster({ master: api.url, clock, logger });
  const env = { name: 'acme', store: cluster.store, clock, logger, ownerReferences: true, ingressAnnotationsPrefix: '', ingressClass: '' };
  router = plugin.providers[0]!.createRouter(env);
});

afterEach(async () => {
  await cluster.close();
  await api.close();
});

describe('a router that a third party wrote', () => {
  it('sends all traffic to the primary at first', async () => {
    await router.reconcile(subject, signal);
    expect(await router.getTraffic(subject, signal)).toEqual({ primary: 100, canary: 0, mirrored: false });
    expect(api.store.get(TRAFFIC_RULES, { namespace: 'test', name: 'podinfo' })?.metadata.ownerReferences).toMatchObject([{ kind: 'Canary', name: 'podinfo' }]);
  });

  it('reads back what it wrote', async () => {
    await router.setTraffic(subject, { primary: 70, canary: 30, mirrored: false }, signal);
    expect(await router.getTraffic(subject, signal)).toEqual({ primary: 70, canary: 30, mirrored: false });
  });

  it('keeps live weights when it reconciles', async () => {
    await router.setTraffic(subject, { primary: 70, canary: 30, mirrored: false }, signal);
    await router.reconcile(subject, signal);
    expect(await router.getTraffic(subject, signal)).toMatchObject({ canary: 30 });
  });

  it('says which object is missing', async () => {
    await expect(router.getTraffic(subject, signal)).rejects.toThrow('TrafficRule podinfo.test not found');
  });
});

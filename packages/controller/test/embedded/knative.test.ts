import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedWorld } from '../golden/embedded-world.ts';
import { phase } from '../golden/lab.ts';
import { builtinMetrics, canary } from '../golden/objects.ts';
import { KnativeSimulation, SERVICES } from './knative-simulation.ts';

const NAMESPACE = 'serverless';
const CRDS = readFileSync(new URL('../../../deploy/crds/third-party/knative.yaml', import.meta.url), 'utf8');
const target = { targetRef: { apiVersion: SERVICES.apiVersion, kind: SERVICES.kind, name: 'podinfo' } };
const analysis = { stepWeight: 30, maxWeight: 60, metrics: builtinMetrics };

let world: EmbeddedWorld;
let knative: KnativeSimulation;

beforeEach(async () => {
  world = await EmbeddedWorld.start(NAMESPACE);
  world.api.installCrds(CRDS);
  knative = new KnativeSimulation(world.api.store, { namespace: NAMESPACE, name: 'podinfo' });
  knative.deploy('podinfo:1');
  await world.lab.create(canary('knative', analysis, { spec: { ...target, revertOnDeletion: true } }));
  await phase(world.lab, 'Initialized');
});

afterEach(async () => {
  knative.stop();
  await world.close();
});

const queries = (): readonly string[] => world.lab.backends.heard.flatMap(entry => (entry.kind === 'query' && 'query' in entry ? [String(entry.query)] : []));

describe('a Knative Service', () => {
  it('is released by steps, and its newest revision becomes the primary', async () => {
    knative.deploy('podinfo:2');
    await phase(world.lab, 'Succeeded', 400);
    expect(knative.splits()).toEqual(['0/100 podinfo-00001', '30/70 podinfo-00001', '60/40 podinfo-00001', '0/100 podinfo-00002']);
    expect(knative.primary()).toBe('podinfo-00002');
  });

  it('is measured by its newest revision', async () => {
    knative.deploy('podinfo:2');
    await phase(world.lab, 'Succeeded', 400);
    expect(queries().length).toBeGreaterThan(0);
    expect(queries().filter(query => !query.includes('vector(1)') && !query.includes(`envoy_cluster_name=~"${NAMESPACE}/podinfo-00002"`))).toEqual([]);
  });

  it('goes back to its primary when the newest revision fails', async () => {
    world.lab.control.metrics.unshift([/./, 50]);
    knative.deploy('podinfo:2');
    await phase(world.lab, 'Failed', 400);
    expect(knative.splits().at(-1)).toBe('0/100 podinfo-00001');
    expect(knative.primary()).toBe('podinfo-00001');
  });

  it('is given back when the canary is deleted', async () => {
    await world.lab.remove('flagger.app/v1beta1', 'Canary', 'podinfo');
    await world.lab.until('the canary is gone', async () => (await world.lab.canary()) === undefined, 120);
    expect(knative.primary()).toBeUndefined();
    expect(knative.traffic()).toEqual([{ latestRevision: true, percent: 100 }]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCluster } from '@flagger/cluster';
import type { AccessOptions, Cluster } from '@flagger/cluster';
import type { ResourceType } from '@flagger/sdk';
import { createRealClock, startApiServer } from '@flagger/testkit';
import type { ApiServer } from '@flagger/testkit';
import fc from 'fast-check';
import { CRD_SCHEMAS } from '../../src/lint/schema/crd-schemas.generated.ts';
import { silentLogger } from '../golden/silent-logger.ts';
import { ControlPlane } from './control-plane.ts';
import { schemaActors } from './schemas/actors.ts';
import { arbitraryRow } from './schemas/arbitrary-row.ts';
import { Judge } from './schemas/judge.ts';
import { comparable, complaints, isExpected } from './schemas/judgement.ts';
import { playServices } from './schemas/play-services.ts';
import { playRow } from './schemas/plays.ts';
import type { SchemaReport } from './schemas/plays.ts';
import { SCHEMA_REFUSALS } from './schemas/refusals.ts';
import { SCHEMA_ROWS } from './schemas/rows.ts';
import type { SchemaRow } from './schemas/rows.ts';
import { schemaFields, usedFields } from './schemas/used-fields.ts';
import { inDeploy } from './stage.ts';

/** Below those that the system gives to whoever connects. */
const API_PORT = 27843;
const NAMESPACES: ResourceType = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
const CRDS = ['crds/flagger.yaml', ...readdirSync(inDeploy('crds/third-party')).map(file => `crds/third-party/${file}`)].map(inDeploy);
const ACTORS = (await schemaActors()).map(actor => [actor.title, actor] as const);
/** How the objects of a canary come to be, by who makes them. */
type Play = (row: SchemaRow, judge: Judge) => Promise<SchemaReport | undefined>;
const PLAYS: readonly (readonly [string, Play])[] = [
  ['the Services of every provider', playServices],
  ...ACTORS.map(([title, actor]) => [title, (row: SchemaRow, judge: Judge) => playRow(actor, row, judge)] as const),
];
const ROWS = new Set(SCHEMA_ROWS.map(({ title }) => title));

const clusters: Cluster[] = [];
let plane: ControlPlane;
let api: ApiServer;
let real: Judge;
let embedded: Judge;

beforeAll(async () => {
  plane = ControlPlane.start(API_PORT);
  plane.installCrds(CRDS);
  api = await startApiServer({ clock: createRealClock() });
  for (const file of CRDS) api.installCrds(readFileSync(file, 'utf8'));
  [real, embedded] = [await judgeAt({ kubeconfig: plane.kubeconfig }), await judgeAt({ master: api.url })];
}, 120_000);

afterAll(async () => {
  await Promise.all(clusters.map(cluster => cluster.close()));
  await api.close();
  plane.stop();
}, 60_000);

async function judgeAt(access: AccessOptions): Promise<Judge> {
  const cluster = await createCluster({ ...access, clock: createRealClock(), logger: silentLogger, qps: 1e6, burst: 1e6 });
  clusters.push(cluster);
  await cluster.store.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } }, new AbortController().signal);
  return new Judge(cluster);
}

/** By row, where there are any. */
async function complaintsOf(provider: string, play: Play): Promise<Readonly<Record<string, readonly string[]>>> {
  const found = await Promise.all(SCHEMA_ROWS.map(async row => {
    const report = await play(row, real);
    return [row.title, report === undefined ? [] : complaints(report, { provider, row: row.title })] as const;
  }));
  return Object.fromEntries(found.filter(([, list]) => list.length > 0));
}

describe('every object of a canary is taken by the real API server as it was sent', () => {
  it.each(PLAYS)('%s', async (provider, play) => {
    expect(await complaintsOf(provider, play)).toEqual({});
  });
});

describe('the embedded API server judges as the real one', () => {
  it.each(PLAYS)('%s', async (_, play) => {
    for (const row of SCHEMA_ROWS) {
      const [ofReal, ofEmbedded] = await Promise.all([real, embedded].map(async judge => comparable(await play(row, judge))));
      expect({ row: row.title, ...ofEmbedded }).toEqual({ row: row.title, ...ofReal });
    }
  });
});

describe('the canaries', () => {
  it('use every field about Services and routes', () => {
    const { service = {}, analysis = {} } = CRD_SCHEMAS['Canary']?.properties?.['spec']?.properties ?? {};
    const about = ['match', 'mirror', 'mirrorWeight', 'sessionAffinity'];
    const inAnalysis = { properties: Object.fromEntries(Object.entries(analysis.properties ?? {}).filter(([field]) => about.includes(field))) };
    const used = new Set(SCHEMA_ROWS.flatMap(row => [...usedFields(row.service, service, 'service'), ...usedFields(row.analysis, analysis, 'analysis')]));
    const known = [...schemaFields(service, 'service'), ...schemaFields(inAnalysis, 'analysis')];
    expect(known.length).toBeGreaterThan(100);
    expect(known.filter(field => !used.has(field))).toEqual([]);
  });

  it('are refused as the list of refusals says, which has nothing left over', async () => {
    const refused = await Promise.all(ACTORS.flatMap(([, actor]) => SCHEMA_ROWS.map(async row => ({ provider: actor.name, row: row.title, refusal: (await playRow(actor, row, real))?.refusal }))));
    const leftOver = SCHEMA_REFUSALS.flatMap(each => each.rows.filter(row => !refused.some(found => found.row === row && found.refusal?.includes(each.message) && found.provider.startsWith(each.provider))));
    expect(leftOver).toEqual([]);
    expect(SCHEMA_REFUSALS.flatMap(({ rows }) => rows).filter(row => !ROWS.has(row))).toEqual([]);
  });
});

describe('any mixture of fields', () => {
  it('makes objects that the real API server takes, or none', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...ACTORS), arbitraryRow, async ([, actor], row) => {
      const report = await playRow(actor, row, real);
      fc.pre(report !== undefined && !isExpected(report.refusal ?? '', actor.name));
      expect(complaints(report, { provider: actor.name, row: row.title })).toEqual([]);
    });
    await fc.assert(property, { numRuns: 250, seed: 1 });
  });
});

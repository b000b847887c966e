import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/api/json.ts';
import { ageOf } from '../../src/api/table/age.ts';
import { CANARIES, DEPLOYMENTS, deployment, startLab } from './api-client.ts';
import { readFixture } from './fixtures.ts';
import { WatchReader } from './watch-reader.ts';

const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const AGGREGATED = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json' };

describe('discovery', () => {
  it.each(['/healthz', '/livez', '/readyz', '/readyz/ping'])('%s is ok', async path => {
    const lab = await startLab();
    expect((await lab.get(path)).body).toEqual({ text: 'ok' });
  });

  it('lists groups, versions and resources', async () => {
    const lab = await startLab();
    lab.api.installCrds(await readFixture('crds/flagger.yaml'));
    expect((await lab.get('/version')).body).toMatchObject({ major: '1', minor: '35' });
    expect((await lab.get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const groups = (await lab.get('/apis')).body['groups'] as unknown as { name: string }[];
    expect(groups.map(group => group.name)).toEqual(expect.arrayContaining(['apps', 'flagger.app', 'coordination.k8s.io']));
    expect((await lab.get('/apis/flagger.app')).body).toMatchObject({ kind: 'APIGroup', preferredVersion: { version: 'v1beta1' } });
    const resources = (await lab.get('/apis/flagger.app/v1beta1')).body['resources'] as unknown as { name: string; kind: string; categories?: string[] }[];
    expect(resources.find(resource => resource.name === 'canaries')).toMatchObject({ kind: 'Canary', namespaced: true, singularName: 'canary', categories: ['all'] });
    expect(resources.map(resource => resource.name)).toContain('canaries/status');
    expect((await lab.get('/apis/nobody.example/v1')).code).toBe(404);
  });

  it('comes in one document where the client takes it', async () => {
    const lab = await startLab();
    const { headers, body } = await lab.get('/apis', AGGREGATED);
    expect(headers.get('content-type')).toContain('as=APIGroupDiscoveryList');
    const apps = (body['items'] as unknown as { metadata: { name: string }; versions: { resources: { resource: string; subresources?: JsonObject[] }[] }[] }[]).find(item => item.metadata.name === 'apps');
    expect(apps?.versions[0]?.resources.find(resource => resource.resource === 'deployments')?.subresources).toMatchObject([{ subresource: 'status' }, { subresource: 'scale' }]);
  });
});

describe('OpenAPI', () => {
  it('says that writes take fieldValidation, and what kinds look like', async () => {
    const lab = await startLab();
    lab.api.installCrds(await readFixture('crds/flagger.yaml'));
    const { paths } = (await lab.get('/openapi/v3')).body as { paths: Record<string, { serverRelativeURL: string }> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/flagger.app/v1beta1']));
    const { body } = await lab.get(paths['apis/flagger.app/v1beta1']?.serverRelativeURL ?? '');
    const documented = body as unknown as { paths: Record<string, { patch: { parameters: { name: string }[] } }>; components: { schemas: Record<string, { properties: JsonObject }> } };
    expect(documented.paths['/apis/flagger.app/v1beta1/namespaces/{namespace}/canaries/{name}']?.patch.parameters.map(parameter => parameter.name)).toContain('fieldValidation');
    expect(Object.keys(documented.components.schemas['app.flagger.v1beta1.Canary']?.properties ?? {})).toEqual(expect.arrayContaining(['spec', 'status', 'metadata']));
  });

  it('refers only to schemas that it has', async () => {
    const lab = await startLab();
    const { body } = await lab.get('/openapi/v3/apis/apps/v1');
    const text = JSON.stringify(body);
    const { schemas } = body['components'] as { schemas: JsonObject };
    const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(match => match[1] ?? '').filter(name => !(name in schemas));
    expect(missing).toEqual([]);
    expect((await lab.get('/openapi/v3/apis/nobody/v1')).code).toBe(404);
  });
});

describe('tables', () => {
  const rows = (body: JsonObject): unknown[] => (body['rows'] as unknown as { cells: unknown[] }[]).map(row => row.cells);

  it('print the columns of a custom resource', async () => {
    const lab = await startLab();
    lab.api.installCrds(await readFixture('crds/flagger.yaml'));
    lab.api.store.put({ apiVersion: 'flagger.app/v1beta1', kind: 'Canary', metadata: { name: 'a' }, spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, service: { port: 80 }, analysis: { interval: '1m', threshold: 1, stepWeights: [1, 2] } }, status: { phase: 'Progressing', canaryWeight: 20 } } as never);
    const { body } = await lab.get(CANARIES, TABLE);
    const definitions = body['columnDefinitions'] as unknown as { name: string; priority: number }[];
    expect(definitions.filter(column => column.priority === 0).map(column => column.name)).toEqual(['Name', 'Status', 'Weight', 'LastTransitionTime']);
    const [cells] = rows(body) as unknown[][];
    expect(cells?.slice(0, 3)).toEqual(['a', 'Progressing', '20']);
    expect(cells).toContain('[1,2]');
  });

  it('print what kubectl prints of built-in kinds', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a', { replicas: 2 }));
    await lab.patch(`${DEPLOYMENTS}/a/status`, 'merge', { status: { replicas: 2, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 } });
    lab.clock.advance(150_000);
    expect(rows((await lab.get(`${DEPLOYMENTS}/a`, TABLE)).body)).toEqual([['a', '1/2', 2, 1, '2m30s', 'app', 'a:1', 'app=a']]);
  });

  it('come row by row in a watch', async () => {
    const lab = await startLab();
    const watch = await WatchReader.open(`${lab.api.url}${DEPLOYMENTS}?watch=true`, TABLE);
    for (const name of ['a', 'b']) await lab.post(DEPLOYMENTS, deployment(name));
    expect((await watch.next())?.object).toMatchObject({ kind: 'Table', columnDefinitions: expect.any(Array), rows: [{ object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }] });
    expect((await watch.next())?.object).toMatchObject({ kind: 'Table', columnDefinitions: null });
    watch.close();
  });

  it.each([[0, '0s'], [119, '119s'], [120, '2m'], [125, '2m5s'], [3600, '60m'], [3 * 3600, '3h'], [4 * 3600 + 60, '4h1m'], [30 * 3600, '30h'], [3 * 86_400 + 3600, '3d1h'], [30 * 86_400, '30d'], [3 * 365 * 86_400, '3y'], [9 * 365 * 86_400, '9y']])('%d seconds are %s', (seconds, age) => {
    expect(ageOf('2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1) + seconds * 1000)).toBe(age);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromFieldsV1, toFieldsV1 } from '../../src/api/apply/field-set-json.ts';
import { common, fieldSet, pathsOf, sameFields, THIS_FIELD, union, without } from '../../src/api/apply/field-set.ts';
import type { FieldSet } from '../../src/api/apply/field-set.ts';
import { CONFIG_MAPS, configMap, deployment, DEPLOYMENTS, startLab } from './api-client.ts';
import type { Answered, Lab } from './api-client.ts';

const apply = (lab: Lab, manager: string, body: unknown, force = false): Promise<Answered> =>
  lab.patch(`${CONFIG_MAPS}/a?fieldManager=${manager}&force=${force}`, 'apply', body);

function managers({ body }: Answered): Record<string, unknown> {
  const { managedFields = [] } = body['metadata'] as { managedFields?: { manager: string; operation: string; fieldsV1: unknown }[] };
  return Object.fromEntries(managedFields.map(entry => [`${entry.manager} ${entry.operation}`, entry.fieldsV1]));
}

describe('server-side apply', () => {
  it('creates, and notes what its manager owns', async () => {
    const lab = await startLab();
    const created = await apply(lab, 'one', configMap('a', { x: '1' }));
    expect(created.code).toBe(201);
    expect(managers(created)).toEqual({ 'one Apply': { 'f:data': { 'f:x': {} } } });
  });

  it('is no change when it says the same', async () => {
    const lab = await startLab();
    await apply(lab, 'one', configMap('a', { x: '1' }));
    const before = lab.api.resourceVersion;
    lab.clock.advance(60_000);
    expect((await apply(lab, 'one', configMap('a', { x: '1' }))).code).toBe(200);
    expect(lab.api.resourceVersion).toBe(before);
  });

  it('takes away what its manager no longer states, and nothing of others', async () => {
    const lab = await startLab();
    await apply(lab, 'one', configMap('a', { x: '1', y: '1' }));
    await apply(lab, 'two', configMap('a', { y: '1', z: '2' }));
    const { body } = await apply(lab, 'one', configMap('a', {}));
    expect(body['data']).toEqual({ y: '1', z: '2' });
  });

  it('refuses to change what another manager applied, unless by force', async () => {
    const lab = await startLab();
    await apply(lab, 'one', configMap('a', { x: '1' }));
    const refused = await apply(lab, 'two', configMap('a', { x: '2' }));
    expect(refused.code).toBe(409);
    expect(refused.body).toMatchObject({
      reason: 'Conflict', message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.x' }] },
    });
    const forced = await apply(lab, 'two', configMap('a', { x: '2' }), true);
    expect(forced.body['data']).toEqual({ x: '2' });
    expect(Object.keys(managers(forced))).toEqual(['two Apply']);
  });

  it('sees fields that were set by plain updates', async () => {
    const lab = await startLab();
    await lab.post(`${CONFIG_MAPS}?fieldManager=creator`, configMap('a', { x: '1', y: '1' }));
    await lab.patch(`${CONFIG_MAPS}/a?fieldManager=patcher`, 'merge', { data: { x: '2' } });
    const refused = await apply(lab, 'one', configMap('a', { x: '3', y: '3' }));
    expect(refused.body['message']).toBe('Apply failed with 2 conflicts: conflict with "creator" using v1: .data.y\nconflict with "patcher" using v1: .data.x');
  });

  it('owns items of lists by their keys', async () => {
    const lab = await startLab();
    const path = `${DEPLOYMENTS}/a?fieldManager=`;
    await lab.patch(`${path}one`, 'apply', deployment('a'));
    const sidecar = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: { containers: [{ name: 'side', image: 'side:1', ports: [{ containerPort: 1 }] }] } } } };
    const both = await lab.patch(`${path}two`, 'apply', sidecar);
    expect(managers(both)['two Apply']).toEqual({
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"side"}': {
        '.': {}, 'f:name': {}, 'f:image': {}, 'f:ports': { 'k:{"containerPort":1,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
      } } } } },
    });
    const alone = await lab.patch(`${path}two`, 'apply', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } });
    expect((alone.body['spec'] as { template: { spec: { containers: { name: string }[] } } }).template.spec.containers.map(container => container.name)).toEqual(['app']);
  });

  it('refuses managed fields in what is applied', async () => {
    const lab = await startLab();
    expect((await apply(lab, 'one', configMap('a', {}, { managedFields: [] }))).body['message']).toBe('metadata.managedFields must be nil');
  });
});

describe('managed fields of updates', () => {
  it('move to the manager that set a field last', async () => {
    const lab = await startLab();
    await apply(lab, 'one', configMap('a', { x: '1', y: '1' }));
    const patched = await lab.patch(`${CONFIG_MAPS}/a?fieldManager=two`, 'merge', { data: { x: '2' } });
    expect(managers(patched)).toEqual({ 'one Apply': { 'f:data': { 'f:y': {} } }, 'two Update': { 'f:data': { 'f:x': {} } } });
  });

  it('note the subresource', async () => {
    const lab = await startLab();
    await lab.post(`${DEPLOYMENTS}?fieldManager=one`, deployment('a'));
    const { body } = await lab.patch(`${DEPLOYMENTS}/a/status?fieldManager=two`, 'merge', { status: { replicas: 1 } });
    expect((body['metadata'] as { managedFields: unknown[] }).managedFields.at(-1)).toMatchObject({ manager: 'two', operation: 'Update', subresource: 'status', fieldsV1: { 'f:status': { 'f:replicas': {} } } });
  });
});

describe('field sets', () => {
  const sets: fc.Arbitrary<FieldSet> = fc.letrec<{ set: FieldSet }>(tie => ({
    set: fc.oneof({ maxDepth: 3 }, fc.constant(THIS_FIELD), fc.dictionary(fc.constantFrom('f:a', 'f:b', 'k:{"n":1}'), tie('set'), { maxKeys: 3 }).map(children => fieldSet(false, Object.entries(children)))),
  })).set.map(set => ({ ...set, self: false }));
  const paths = (set: FieldSet): string[] => pathsOf(set).map(path => path.join(' ')).sort();

  it('are sets of paths', () => {
    fc.assert(fc.property(sets, sets, (left, right) => {
      expect(paths(union(left, right))).toEqual([...new Set([...paths(left), ...paths(right)])].sort());
      expect(paths(common(left, right))).toEqual(paths(left).filter(path => paths(right).includes(path)));
      expect(paths(without(left, right))).toEqual(paths(left).filter(path => !paths(right).includes(path)));
    }));
  });

  it('survive being written and read', () => {
    fc.assert(fc.property(sets, set => expect(sameFields(fromFieldsV1(toFieldsV1(set)), set)).toBe(true)));
  });
});

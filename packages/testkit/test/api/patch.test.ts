import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/api/json.ts';
import { mergePatch } from '../../src/api/patch/merge-patch.ts';
import { CONFIG_MAPS, configMap, deployment, DEPLOYMENTS, startLab } from './api-client.ts';

// The examples of RFC 7386, appendix A.
const RFC: [target: JsonValue, patch: JsonValue, result: JsonValue][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [['a', 'b'], ['c', 'd'], ['c', 'd']],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

const { object: document } = fc.letrec<{ value: JsonValue; object: JsonObject }>(tie => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 3 }),
}));

/** The patch that makes `to` of `from`. */
function patchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const field of Object.keys(from)) if (!(field in to)) patch[field] = null;
  for (const [field, value] of Object.entries(to)) {
    const before = from[field];
    const bothObjects = [before, value].every(part => typeof part === 'object' && part !== null && !Array.isArray(part));
    patch[field] = bothObjects ? patchBetween(before as JsonObject, value as JsonObject) : value;
  }
  return patch;
}

describe('merge patch', () => {
  it.each(RFC)('%j with %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));

  it('of the difference makes the other', () => {
    fc.assert(fc.property(document, document, (from, to) => expect(mergePatch(from, patchBetween(from, to))).toEqual(to)));
  });

  it('applied twice is as applied once, and changes neither argument', () => {
    fc.assert(fc.property(document, document, (target, patch) => {
      const before = structuredClone([target, patch]);
      const once = mergePatch(target, patch);
      expect(mergePatch(once, patch)).toEqual(once);
      expect([target, patch]).toEqual(before);
    }));
  });

  it('never conflicts, but for a resource version that it names', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a'));
    expect((await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { data: { x: '1' } })).body['data']).toEqual({ x: '1' });
    expect((await lab.patch(`${CONFIG_MAPS}/a`, 'merge', { metadata: { resourceVersion: '1' }, data: { x: '2' } })).code).toBe(409);
    expect((await lab.patch(`${CONFIG_MAPS}/b`, 'merge', { data: {} })).code).toBe(404);
  });
});

describe('JSON patch', () => {
  it('applies its operations in order', async () => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a', { x: '1', y: '2' }));
    const operations = [{ op: 'test', path: '/data/x', value: '1' }, { op: 'replace', path: '/data/x', value: '3' }, { op: 'remove', path: '/data/y' }, { op: 'add', path: '/data/z', value: '4' }];
    expect((await lab.patch(`${CONFIG_MAPS}/a`, 'json', operations)).body['data']).toEqual({ x: '3', z: '4' });
  });

  it.each([
    [[{ op: 'test', path: '/data/x', value: '9' }], 422],
    [[{ op: 'replace', path: '/data/nope', value: '9' }], 422],
    [{ op: 'test' }, 400],
  ])('refuses %j', async (operations, code) => {
    const lab = await startLab();
    await lab.post(CONFIG_MAPS, configMap('a', { x: '1' }));
    expect((await lab.patch(`${CONFIG_MAPS}/a`, 'json', operations)).code).toBe(code);
  });
});

describe('strategic merge patch', () => {
  const containers = (names: readonly string[]): JsonObject => ({
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: names.map(name => ({ name, image: `${name}:1`, env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] })) } },
  });
  const patchPods = (spec: unknown): unknown => ({ spec: { template: { spec } } });

  async function patched(patch: unknown): Promise<JsonObject[]> {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a', containers(['one', 'two'])));
    const { code, body } = await lab.patch(`${DEPLOYMENTS}/a`, 'strategic', patch);
    expect(code).toBe(200);
    return (body['spec'] as { template: { spec: { containers: JsonObject[] } } }).template.spec.containers;
  }

  it('merges containers, ports and variables by their keys', async () => {
    const [one, two] = await patched(patchPods({ containers: [{ name: 'two', image: 'two:2', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 81 }] }] }));
    expect(one).toMatchObject({ name: 'one', image: 'one:1' });
    expect(two).toMatchObject({ name: 'two', image: 'two:2', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], ports: [{ containerPort: 80 }, { containerPort: 81 }] });
  });

  it.each([
    ['adds', [{ name: 'three', image: 'x' }], ['one', 'two', 'three']],
    ['deletes', [{ name: 'one', $patch: 'delete' }], ['two']],
    ['replaces', [{ $patch: 'replace' }, { name: 'four', image: 'x' }], ['four']],
  ])('%s items as it is directed', async (_, items, names) => {
    expect((await patched(patchPods({ containers: items }))).map(container => container['name'])).toEqual(names);
  });

  it('orders items as it is directed', async () => {
    const order = [{ name: 'three' }, { name: 'one' }, { name: 'two' }];
    const result = await patched(patchPods({ '$setElementOrder/containers': order, containers: [{ name: 'three', image: 'x' }] }));
    expect(result.map(container => container['name'])).toEqual(['three', 'one', 'two']);
  });

  it('keeps only the named keys of a union', async () => {
    const lab = await startLab();
    await lab.post(DEPLOYMENTS, deployment('a'));
    const { body } = await lab.patch(`${DEPLOYMENTS}/a`, 'strategic', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } });
    expect((body['spec'] as JsonObject)['strategy']).toEqual({ type: 'Recreate' });
  });

  it('merges owners by uid and finalizers by value, and takes plain values out', async () => {
    const lab = await startLab();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: '1' };
    await lab.post(CONFIG_MAPS, configMap('a', {}, { finalizers: ['x.example/1'], ownerReferences: [owner] }));
    await lab.patch(`${CONFIG_MAPS}/a`, 'strategic', { metadata: { finalizers: ['x.example/2'], ownerReferences: [{ uid: '1', controller: true }] } });
    const { body } = await lab.patch(`${CONFIG_MAPS}/a`, 'strategic', { metadata: { '$deleteFromPrimitiveList/finalizers': ['x.example/1'] } });
    expect(body['metadata']).toMatchObject({ finalizers: ['x.example/2'], ownerReferences: [{ ...owner, controller: true }] });
  });

  it('is not for custom resources', async () => {
    const lab = await startLab();
    lab.api.installCrds([{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.x.example' }, spec: { group: 'x.example', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] } } as never]);
    expect((await lab.patch('/apis/x.example/v1/namespaces/default/things/a', 'strategic', {})).code).toBe(415);
  });
});
